import type { AaveV2Policy } from "./policy.ts";
import type { AaveV2Position } from "./state.ts";

/** `calculateUserAccountData` walks every reserve that is collateral or borrowed: its settings, balances and price. */
const GAS_PER_RESERVE = 49_000n;
/** Debt at a stable rate is burned by another token, beside variable debt or instead of it. */
const GAS_OF_STABLE_BESIDE = 31_000n;
const GAS_OF_STABLE_ALONE = 13_000n;

/**
 * What a `liquidationCall` costs, gas, without the transaction around it. Measured with prices in ether made of two feeds each.
 * @param debtId reserve of the debt that is repaid
 */
export function gasOfLiquidation(
  { holdings }: AaveV2Position,
  debtId: number,
  inKind: boolean,
  { gas }: AaveV2Policy,
): bigint {
  const debt = holdings.find(({ reserveId }) => reserveId === debtId);
  const isAlone = debt?.scaledVariableDebt === 0n;
  const ofStable = debt?.stable == null ? 0n : isAlone ? GAS_OF_STABLE_ALONE : GAS_OF_STABLE_BESIDE;
  return (inKind ? gas.inKind : gas.call) + GAS_PER_RESERVE * BigInt(holdings.length) + ofStable;
}
