import type { Address } from "viem";
import { tokensOf } from "../aave/touched-by.ts";
import type { MarketRef } from "../target.ts";
import type { AaveV3Market } from "./state.ts";

/**
 * The pool, and all its aTokens and variable debt tokens: their transfers are the only sign of some changes. Stable debt
 * tokens are not among them: the pool tells of every change of a stable debt, and interest, which has no log, `drifts`.
 */
export function logSources({ market: pool }: MarketRef, market: AaveV3Market | null): Address[] {
  return [pool, ...tokensOf(market)];
}
