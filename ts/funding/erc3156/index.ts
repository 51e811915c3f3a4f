import { parseAbi } from "viem";
import { readAtOnce } from "../../core/rpc/read-at-once.ts";
import { readsAt } from "../../core/rpc/reads-at.ts";
import { askLenders } from "../ask-lenders.ts";
import type { Funding, Offer } from "../funding.ts";
import { ERC3156_ADDRESSES } from "./addresses.ts";

const LENDER = parseAbi([
  "function maxFlashLoan(address token) view returns (uint256)",
  "function flashFee(address token, uint256 amount) view returns (uint256)",
]);

/** What the fee is asked for: of an amount in which no share of it is rounded away. */
const SAMPLE = 10n ** 30n;

/** Of a token that mints itself; a lender with books of its own takes more. */
const GAS_OF_OWN_TOKEN = 25_000n;

/** `flashLoan` as ERC-3156 wants it: Maker's DssFlash, a token that mints itself, any other. Its fee must be a share of what is lent. */
export const erc3156: Funding = {
  name: "erc3156",
  describe: (lender) => `ERC-3156 flash loan from ${lender}`,
  addresses: ERC3156_ADDRESSES,
  lenders: (book) => ERC3156_ADDRESSES.of(book).map(({ lender }) => lender),
  offers: (context, { debt, blockNumber }) => {
    const known = ERC3156_ADDRESSES.of(context.book);
    const lenders = known.map(({ name, lender }) => ({ name, pool: lender }));
    return askLenders(context, lenders, async (lender): Promise<readonly Offer[]> => {
      const read = readsAt(context.client, blockNumber);
      const asked = { address: lender, abi: LENDER } as const;
      const [available, fee] = await Promise.all([
        read({ ...asked, functionName: "maxFlashLoan", args: [debt.address] }),
        // of what it does not lend it refuses to say what that costs
        readAtOnce(() => read({ ...asked, functionName: "flashFee", args: [debt.address, SAMPLE] })),
      ]);
      if (available === 0n) return [];
      const rate = fee();
      return [
        {
          funding: "erc3156",
          source: 9,
          lender,
          sale: "exact-input",
          available,
          premium: { rate, scale: SAMPLE, rounding: "ceil" },
          locks: [],
          gas: known.find((one) => one.lender === lender)?.gas ?? GAS_OF_OWN_TOKEN,
        },
      ];
    });
  },
};
