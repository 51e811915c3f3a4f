import type { AaveV3Position } from "./state.ts";

/** Of `liquidationCall` itself, with as many reserves as the account holds left out. */
const GAS = 221_000n;
/** The same when aTokens change hands instead of being burned and paid out. */
const GAS_IN_KIND = 201_500n;
/** `calculateUserAccountData` walks every reserve that is collateral or borrowed: its settings, balances and price. */
const GAS_PER_RESERVE = 29_700n;

/**
 * What a `liquidationCall` costs, gas, without the transaction around it. Measured on v3.6 with feeds that answer at once:
 * 279,423 with two reserves, 309,190 with three, 368,364 with five; in kind 259,768, 289,534 and 348,708. The first
 * liquidation that fills an empty balance of the treasury or the liquidator costs 17,100 more for each.
 */
export function gasOfLiquidation({ holdings }: AaveV3Position, inKind: boolean): bigint {
  return (inKind ? GAS_IN_KIND : GAS) + GAS_PER_RESERVE * BigInt(holdings.length);
}
