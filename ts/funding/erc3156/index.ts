import { parseAbi } from "viem";
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

/** `flashLoan` as ERC-3156 wants it: Maker's DssFlash, a token that mints itself, any other. Its fee must be a share of what is lent. */
export const erc3156: Funding = {
  name: "erc3156",
  describe: (lender) => `ERC-3156 flash loan from ${lender}`,
  addresses: ERC3156_ADDRESSES,
  lenders: (book) => ERC3156_ADDRESSES.of(book).map(({ lender }) => lender),
  offers: (context, { debt, blockNumber }) => {
    const lenders = ERC3156_ADDRESSES.of(context.book).map(({ name, lender }) => ({ name, pool: lender }));
    return askLenders(context, lenders, async (lender): Promise<readonly Offer[]> => {
      const read = readsAt(context.client, blockNumber);
      const asked = { address: lender, abi: LENDER } as const;
      const [available, rate] = await Promise.all([
        read({ ...asked, functionName: "maxFlashLoan", args: [debt.address] }),
        // what it does not lend it has no fee of: it reverts
        read({ ...asked, functionName: "flashFee", args: [debt.address, SAMPLE] }),
      ]);
      if (available === 0n) return [];
      return [
        {
          funding: "erc3156",
          source: 9,
          lender,
          sale: "exact-input",
          available,
          premium: { rate, scale: SAMPLE, rounding: "ceil" },
          locks: [],
          gas: 25_000n, // of a token that mints itself; a lender with books of its own takes more
        },
      ];
    });
  },
};
