import { type Address, erc20Abi, isAddressEqual, parseAbi } from "viem";
import { saidByChain } from "../../core/errors/said-by-chain.ts";
import { readsAt } from "../../core/rpc/reads-at.ts";
import { UNISWAP_V3_ADDRESSES } from "../../venues/uniswap-v3/addresses.ts";
import { poolAddress } from "../../venues/uniswap-v3/pool-address.ts";
import { askLenders } from "../ask-lenders.ts";
import type { Funding, Offer } from "../funding.ts";
import { choosePools, type Lending } from "./choose-pools.ts";

/** Of a fee: hundredths of a basis point. */
const MILLION = 1_000_000n;

const POOL = parseAbi(["function liquidity() view returns (uint128)"]);

/**
 * `flash` of a pool of Uniswap V3, for the pool's fee. Of all that trade the debt with a token of the chain's routes those of
 * {@link choosePools}.
 */
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
      const pools = await Promise.all(
        named.map(async ({ fee, pool }): Promise<Lending> => {
          const held = { address: debt.address, abi: erc20Abi, functionName: "balanceOf", args: [pool] } as const;
          const [available, lends] = await Promise.all([read(held), hasLiquidity(read, pool)]);
          return { fee, pool, available: lends ? available : 0n };
        }),
      );
      return choosePools(pools).map(offerOf);
    });
  },
};

/** Whether something is in range, without which a pool lends nothing. Anybody can send tokens to where there is no pool. */
async function hasLiquidity(read: ReturnType<typeof readsAt>, address: Address): Promise<boolean> {
  try {
    return (await read({ address, abi: POOL, functionName: "liquidity" })) > 0n;
  } catch (error) {
    if (saidByChain(error)) return false;
    throw error;
  }
}

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
