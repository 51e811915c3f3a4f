import type { CompoundPair } from "./call.ts";
import type { CompoundState } from "./state.ts";

/** Of `liquidateBorrow` and `redeem`, with as many assets as the account is in left out. */
const GAS = 420_000n;
/** Of `liquidateBorrow` alone. */
const GAS_IN_KIND = 300_000n;
/** `getHypotheticalAccountLiquidity` walks every asset that the account is in. */
const GAS_PER_ASSET = 30_000n;

/** What a liquidation costs, gas, without the transaction around it. */
export function gasOfLiquidation({ position }: CompoundState, _pair: CompoundPair, inKind: boolean): bigint {
  const assets = position.holdings.filter(({ entered }) => entered).length;
  return (inKind ? GAS_IN_KIND : GAS) + GAS_PER_ASSET * BigInt(assets);
}
