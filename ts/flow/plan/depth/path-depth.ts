import type { Address } from "viem";
import type { Reason } from "../../../core/errors/reason.ts";
import { isUnasked } from "../../../core/errors/unasked.ts";
import type { Path } from "../../../routing/path.ts";
import { toUsdDown } from "../usd.ts";

/** What a token is worth. */
export interface TokenValue {
  /** USD per whole token, 8 decimals; null: it could not be read, undefined: there is none. */
  readonly priceUsd: bigint | null | undefined;
  readonly decimals: number;
  /** Why the decimals are not known; null where they are. */
  readonly unread: Reason | null;
}

/** How much the pools of a path hold of what they pay out. */
export interface PathDepth {
  /** The smallest hop of those that are known, USD with 8 decimals, rounded down; null when none is. */
  readonly least: { readonly usd: bigint; readonly pool: Address } | null;
  /** Why a hop is not known, first what could not be asked; null when all are. */
  readonly unknown: Reason | null;
}

/**
 * The depth of a path: that of its smallest hop. Pure.
 * @param values by lower-case address; what is missing has no price
 */
export function depthOf({ tokens, pools }: Path, values: ReadonlyMap<string, TokenValue>): PathDepth {
  let least: PathDepth["least"] = null;
  let unknown: Reason | null = null;
  for (const [index, pool] of pools.entries()) {
    const token = tokens[index + 1]!;
    const depth = usdOf(token, pool.holding(token), values.get(token.toLowerCase()));
    if (typeof depth !== "bigint") unknown = unknown === null || isUnasked(depth) ? depth : unknown;
    else if (least === null || depth < least.usd) least = { usd: depth, pool: pool.address };
  }
  return { least, unknown };
}

/**
 * What a path falls short by. What is not known never suffices, but one hop that is too small decides whatever the others are.
 * @returns "deep" where every hop has at least the minimum, "unasked" where nobody can say for want of an answer
 */
export function judgeDepth({ least, unknown }: PathDepth, minPoolDepthUsd: bigint): "deep" | "shallow" | "unasked" {
  if (isTooLittle({ least }, minPoolDepthUsd)) return "shallow";
  if (unknown !== null) return isUnasked(unknown) ? "unasked" : "shallow";
  return least === null ? "shallow" : "deep";
}

/** Whether a hop that is known holds too little. */
export function isTooLittle({ least }: Pick<PathDepth, "least">, minPoolDepthUsd: bigint): boolean {
  return least !== null && least.usd < minPoolDepthUsd;
}

function usdOf(token: Address, amount: bigint, value: TokenValue | undefined): bigint | Reason {
  const priceUsd = value?.priceUsd;
  if (priceUsd === null) return { code: "price-unread", message: `the USD price of ${token} could not be read` };
  if (value === undefined || priceUsd === undefined) {
    return { code: "unknown-price", message: `no USD price is known for ${token}` };
  }
  return value.unread ?? toUsdDown(amount, value, priceUsd);
}
