import { type Address, erc20Abi } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { FundingName } from "../core/names/names.ts";
import { readsAt } from "../core/rpc/reads-at.ts";
import { askLenders } from "./ask-lenders.ts";
import { type Funding, NO_PREMIUM, type Offer } from "./funding.ts";

/** One contract of a chain that lends what it holds, for nothing. */
export interface Holder<T> {
  readonly name: FundingName;
  /** `FundingSource` of contracts/types/Plan.sol. */
  readonly source: number;
  /** For people. */
  readonly title: string;
  readonly addresses: AdapterAddresses<T>;
  readonly lenderOf: (addresses: T) => Address | undefined;
  /** Whether it cannot be traded with while it lends. */
  readonly locks: boolean;
  readonly gas: bigint;
  readonly gasOfCallee?: bigint;
}

export function lendsWhatItHolds<T>(holder: Holder<T>): Funding {
  const { name, source, title, addresses, lenderOf, locks } = holder;
  return {
    name,
    describe: (lender) => `${title} from ${lender}`,
    addresses,
    lenders: (book) => list(lenderOf(addresses.of(book))),
    offers: (context, { debt, blockNumber }) => {
      const lenders = list(lenderOf(addresses.of(context.book))).map((pool) => ({ name, pool }));
      return askLenders(context, lenders, async (lender): Promise<readonly Offer[]> => {
        const read = readsAt(context.client, blockNumber);
        const held = { address: debt.address, abi: erc20Abi, functionName: "balanceOf", args: [lender] } as const;
        const available = await read(held);
        if (available === 0n) return [];
        const { gas, gasOfCallee } = holder;
        return [
          {
            funding: name,
            source,
            lender,
            sale: "exact-input",
            available,
            premium: NO_PREMIUM,
            locks: locks ? [lender] : [],
            gas,
            ...(gasOfCallee !== undefined && { gasOfCallee }),
          },
        ];
      });
    },
  };
}

function list(lender: Address | undefined): Address[] {
  return lender === undefined ? [] : [lender];
}
