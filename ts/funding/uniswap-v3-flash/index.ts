import { type Address, erc20Abi, isAddressEqual } from "viem";
import { readsAt } from "../../core/rpc/reads-at.ts";
import { UNISWAP_V3_ADDRESSES } from "../../venues/uniswap-v3/addresses.ts";
import { poolAddress } from "../../venues/uniswap-v3/pool-address.ts";
import { askLenders } from "../ask-lenders.ts";
import type { Funding, Offer } from "../funding.ts";

/** Of a fee: hundredths of a basis point. */
const MILLION = 1_000_000n;

/** Pools that lend are locked: with more of them one is left for whatever is sold. */
const MOST_POOLS = 3;

interface Lending {
  readonly pool: Address;
  readonly fee: number;
  readonly available: bigint;
}

/** `flash` of a pool of Uniswap V3, for the pool's fee. Of all that trade the debt with a token of the chain's routes the cheapest. */
export const uniswapV3Flash: Funding = {
  name: "uniswap-v3-flash",
  describe: (lender) => `Uniswap V3 flash loan from the pool ${lender}`,
  addresses: UNISWAP_V3_ADDRESSES,
  // pools are proven on chain, not listed
  lenders: () => [],
  offers: (context, { debt, blockNumber }) => {
    const { book } = context;
    const deployment = UNISWAP_V3_ADDRESSES.of(book);
    const lenders = deployment === null ? [] : [{ name: "Uniswap V3", pool: deployment.factory }];
    return askLenders(context, lenders, async () => {
      const read = readsAt(context.client, blockNumber);
      const others = [...new Set([book.wrappedNative, ...book.routeTokens])].filter(
        (token) => !isAddressEqual(token, debt.address),
      );
      const named = others.flatMap((token) =>
        deployment!.feeTiers.map((fee) => ({ fee, pool: poolAddress(deployment!, debt.address, token, fee) })),
      );
      // where there is no pool there is no balance
      const pools = await Promise.all(
        named.map(async ({ fee, pool }): Promise<Lending> => {
          const held = { address: debt.address, abi: erc20Abi, functionName: "balanceOf", args: [pool] } as const;
          return { fee, pool, available: await read(held) };
        }),
      );
      return pools
        .filter(({ available }) => available > 0n)
        .sort((a, b) => a.fee - b.fee || (a.available > b.available ? -1 : 1))
        .slice(0, MOST_POOLS)
        .map(offerOf);
    });
  },
};

function offerOf({ pool, fee, available }: Lending): Offer {
  return {
    funding: "uniswap-v3-flash",
    source: 7,
    lender: pool,
    sale: "exact-input",
    available,
    premium: { rate: BigInt(fee), scale: MILLION, rounding: "ceil" },
    locks: [pool],
    gas: 65_000n,
  };
}
