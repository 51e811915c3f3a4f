import { MAX_UINT256, min, RAY, rayDivHalfUp } from "../../core/math/math.ts";
import type { Fields } from "../../core/records/fields.ts";
import { agreed, lastAnswer, readsOf } from "../../core/records/reads.ts";
import { unitOf } from "../../core/records/unit-of.ts";
import type { RecordedCall } from "../replay.ts";
import type { AaveV2Balance } from "./balance.ts";
import type { LiquidationLegs } from "./liquidate.ts";

/** The legs of a recorded call, and the two assets as far as the record has them. */
export interface RecordedLegs extends LiquidationLegs {
  readonly collateralAsset: string | undefined;
  readonly debtAsset: string | undefined;
}

/** Fields of one asset of the borrower; null where the record lists none. */
function positionOf(input: Fields, name: "collateral" | "debt"): Fields | null {
  if (!input.has("position") || !input.has(name)) return null;
  const symbol = input.text(name);
  return input.list("position").find((one) => one.text("symbol") === symbol) ?? null;
}

/** The asset of a position, where it is said. */
const assetOf = (position: Fields | null): string | undefined =>
  position?.has("asset") ? position.text("asset") : undefined;

/**
 * What the pool met. Where the borrower's balances or the pool's cash are not told they are ample, where indices are not, all have stood
 * still.
 * @throws FieldError when a field is missing, or is not what the call read
 */
export function recordedLegs({ input, reads }: Pick<RecordedCall, "input" | "reads">): RecordedLegs {
  const [collateral, debt] = [positionOf(input, "collateral"), positionOf(input, "debt")];
  const [collateralAsset, debtAsset] = [assetOf(collateral), assetOf(debt)];
  const priceOf = (name: string, asset: string | undefined) =>
    agreed(name, input.integer(name), lastAnswer(reads, "getAssetPrice", { args: [asset] }));
  const indexOf = (position: Fields | null, name: string, fn: string) =>
    agreed(name, position?.integer(name, RAY) ?? RAY, lastAnswer(reads, fn, { args: [assetOf(position)] }));

  const liquidityIndex = indexOf(collateral, "normalizedIncome", "getReserveNormalizedIncome");
  const debtBurnIndex = indexOf(debt, "normalizedVariableDebt", "getReserveNormalizedVariableDebt");
  const { aToken, debtToken } = tokensOf(reads);
  const balanceOf = (token: string | undefined) =>
    lastAnswer(reads, "balanceOf", { to: token, args: [input.has("user") ? input.text("user") : undefined] });
  const held = agreed("userCollateralBalance", input.integer("userCollateralBalance", MAX_UINT256), balanceOf(aToken));
  const owed = input.integer("userDebt", MAX_UINT256);
  // what is owed at a stable rate has a token of its own
  const variableDebt = agreed(
    "variableDebt",
    min(debt?.integer("variableDebt", owed) ?? owed, owed),
    balanceOf(debtToken),
  );
  const scaled = (balance: bigint, index: bigint) =>
    balance === MAX_UINT256 ? MAX_UINT256 : rayDivHalfUp(balance, index);
  // neither side of the pair is asked for what only the other one has
  const side = { collateral: 0n, debt: 0n, variableDebt: 0n, scaledCollateral: 0n, scaledVariableDebt: 0n } as const;
  const rest = { usedAsCollateral: true, liquidationThresholdBps: 1n, liquidityIndex, debtBurnIndex } as const;
  const bonusBps = input.integer("liquidationBonusBps");
  const collateralLeg: AaveV2Balance = {
    ...side,
    ...rest,
    bonusBps,
    unit: unitOf(input.integer("collateralDecimals")),
    price: priceOf("collateralPrice", collateralAsset),
    collateral: held,
    scaledCollateral: scaled(held, liquidityIndex),
  };
  const debtLeg: AaveV2Balance = {
    ...side,
    ...rest,
    bonusBps,
    unit: unitOf(input.integer("debtDecimals")),
    price: priceOf("debtPrice", debtAsset),
    debt: owed,
    variableDebt,
    scaledVariableDebt: scaled(variableDebt, debtBurnIndex),
  };
  const cash = input.flag("receiveAToken", false)
    ? null
    : (lastAnswer(reads, "balanceOf", { to: collateralAsset, args: [aToken] }) ?? MAX_UINT256);
  return { collateral: collateralLeg, debt: debtLeg, cash, collateralAsset, debtAsset };
}

/** The tokens that the call burned or moved, as far as it is recorded. */
function tokensOf(reads: RecordedCall["reads"]) {
  const last = (...names: readonly string[]) => names.flatMap((fn) => readsOf(reads, fn)).at(-1)?.to;
  return { aToken: last("aToken.burn", "transferOnLiquidation"), debtToken: last("debtToken.burn(3)") };
}
