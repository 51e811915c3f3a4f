import type { AaveV2Position } from "./state.ts";

/** Of `liquidationCall` itself, with as many reserves as the account holds left out. */
const GAS = 270_000n;
/** The same when aTokens change hands instead of being burned and paid out. */
const GAS_IN_KIND = 230_000n;
/** `calculateUserAccountData` walks every reserve that is collateral or borrowed: its settings, balances and price. */
const GAS_PER_RESERVE = 30_000n;

/** What a `liquidationCall` costs, gas, without the transaction around it. */
export function gasOfLiquidation({ holdings }: AaveV2Position, inKind: boolean): bigint {
  return (inKind ? GAS_IN_KIND : GAS) + GAS_PER_RESERVE * BigInt(holdings.length);
}
