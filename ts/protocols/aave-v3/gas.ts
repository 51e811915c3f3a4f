import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Position } from "./state.ts";

/**
 * What a `liquidationCall` costs, gas, without the transaction around it. Measured with feeds that answer at once, with two, three
 * and five reserves: on v3.6 279,423, 309,190 and 368,710, in kind 259,768, 289,534 and 349,054; on v3.0.2 341,129, 369,927
 * and 428,650, in kind 284,212, 313,009 and 371,728. The first liquidation that fills an empty balance of the treasury or the
 * liquidator costs 17,100 more for each.
 */
export function gasOfLiquidation({ holdings }: AaveV3Position, inKind: boolean, { gas }: AaveV3Rules): bigint {
  return (inKind ? gas.inKind : gas.call) + gas.perReserve * BigInt(holdings.length);
}
