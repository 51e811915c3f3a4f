import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { inOrder, pairKey } from "../../core/tokens/in-order.ts";
import type { Pools } from "../pool.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { poolOf } from "./pool-of.ts";
import type { PoolOrigin } from "./pool-origin.ts";
import { type FoundPool, type PoolKey, readStates } from "./read-states.ts";
import { readTiers } from "./read-tiers.ts";

/**
 * The pools of these origins that trade some pairs: one request for the fee tiers of each factory, which is remembered, then hundreds of
 * pools a call. Shape and errors as `Venue.pools`.
 */
export async function readPools(
  context: Context,
  origins: readonly PoolOrigin[],
  pairs: readonly TokenPair[],
  blockNumber: bigint,
): Promise<Pools> {
  if (pairs.length === 0) return { pools: [], unasked: [] };
  const asked = await Promise.all(origins.map((origin) => tiersOf(context, origin, blockNumber)));
  const sorted = distinct(pairs);
  const keys = asked.flatMap(({ origin, tiers }) =>
    sorted.flatMap(([token0, token1]) => tiers.map((tier): PoolKey => ({ origin, token0, token1, tier }))),
  );
  const reads = await readStates(context, keys, blockNumber);
  const failures = reads.flatMap((read) => (read !== null && "failure" in read ? [read.failure] : []));
  const found = reads.filter((read): read is FoundPool => read !== null && "state" in read);
  const [title] = origins.map(nameOf);
  const unasked = [...asked.flatMap(({ reason }) => reason ?? []), ...unreadPools(title ?? "", failures)];
  return { pools: found.map(poolOf), unasked };
}

/** Those of the book alone, and why, where the factory could not be asked. */
async function tiersOf(context: Context, origin: PoolOrigin, blockNumber: bigint) {
  try {
    return { origin, tiers: await readTiers(context, origin, blockNumber), reason: null };
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    const message = `the fee tiers of ${nameOf(origin)} could not be read: ${describeReadError(error)}`;
    return { origin, tiers: origin.tiers, reason: { code: "pool-unread", message } satisfies Reason };
  }
}

function nameOf({ title }: PoolOrigin): string {
  return title || "Uniswap V3";
}

/** Each pair once, in lower case, the lower address first. */
function distinct(pairs: readonly TokenPair[]): (readonly [Address, Address])[] {
  const lower = (token: Address) => token.toLowerCase() as Address;
  return [...new Map(pairs.map(([a, b]) => [pairKey(a, b), inOrder(lower(a), lower(b))] as const)).values()];
}
