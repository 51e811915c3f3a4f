import type { Address } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import type { PoolHolding, Route } from "../../venues/venue.ts";
import { toUsdDown } from "./usd.ts";

/** How much the pools of a route hold of what they pay out. */
export interface RouteDepth {
  /** The smallest hop of those that are known, USD with 8 decimals, rounded down; null when none is. */
  readonly least: { readonly usd: bigint; readonly pool: Address | null } | null;
  /** Why a hop is not known, first what could not be asked; null when all are. */
  readonly unknown: Reason | null;
}

const UNSAID: Reason = { code: "unknown-depth", message: "the venue does not say what its pools hold" };

/**
 * The depth of a route: that of its smallest hop. Pure.
 * @param holdings one a hop; what is missing is not known
 * @param prices USD per whole token, 8 decimals, by lower-case address; null: it could not be read, absent: there is none
 */
export function depthOf(
  { tokens, pools }: Pick<Route, "tokens" | "pools">,
  holdings: readonly PoolHolding[],
  prices: ReadonlyMap<string, bigint | null>,
): RouteDepth {
  let least: RouteDepth["least"] = null;
  let unknown: Reason | null = null;
  for (const [index, token] of tokens.slice(1).entries()) {
    const depth = usdOf(token, holdings[index], prices.get(token.toLowerCase()));
    if (typeof depth !== "bigint") unknown = unknown === null || isUnasked(depth) ? depth : unknown;
    else if (least === null || depth < least.usd) least = { usd: depth, pool: pools[index] ?? null };
  }
  return { least, unknown };
}

/**
 * What a route falls short by. What is not known never suffices, but one hop that is too small decides whatever the others are.
 * @returns "deep" where every hop has at least the minimum, "unasked" where nobody can say for want of an answer
 */
export function judgeDepth({ least, unknown }: RouteDepth, minPoolDepthUsd: bigint): "deep" | "shallow" | "unasked" {
  if (isTooLittle({ least }, minPoolDepthUsd)) return "shallow";
  if (unknown !== null) return isUnasked(unknown) ? "unasked" : "shallow";
  return least === null ? "shallow" : "deep";
}

/** Whether a hop that is known holds too little. */
export function isTooLittle({ least }: Pick<RouteDepth, "least">, minPoolDepthUsd: bigint): boolean {
  return least !== null && least.usd < minPoolDepthUsd;
}

function usdOf(token: Address, holding: PoolHolding | undefined, priceUsd: bigint | null | undefined): bigint | Reason {
  if (holding === undefined) return UNSAID;
  if (!holding.ok) return holding.reason;
  if (priceUsd === null) return { code: "price-unread", message: `the USD price of ${token} could not be read` };
  if (priceUsd === undefined) return { code: "unknown-price", message: `no USD price is known for ${token}` };
  return toUsdDown(holding.amount, holding, priceUsd);
}
