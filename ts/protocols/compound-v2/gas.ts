import type { CompoundPair } from "./call.ts";
import type { CompoundState } from "./state.ts";

/** Of `liquidateBorrow` and `redeem`, without the assets that the account is in. */
const GAS = 300_000n;
/** Of `liquidateBorrow` alone. */
const GAS_IN_KIND = 235_000n;
/** `getHypotheticalAccountLiquidity` walks every asset that the account is in. */
const GAS_PER_ASSET = 51_000n;

/**
 * What a liquidation costs, gas, without the transaction around it. Measured with feeds that answer at once: with two assets 392,000
 * to 410,000 of older tokens and 369,000 to 387,000 of newer ones, in kind 335,000 and 332,000; with five assets 532,000 to
 * 587,000, in kind 468,000 to 498,000.
 */
export function gasOfLiquidation({ position }: CompoundState, _pair: CompoundPair, inKind: boolean): bigint {
  const assets = position.holdings.filter(({ entered }) => entered).length;
  return (inKind ? GAS_IN_KIND : GAS) + GAS_PER_ASSET * BigInt(assets);
}
