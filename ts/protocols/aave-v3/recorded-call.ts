import { MAX_UINT256, mulDiv, RAY } from "../../core/math/math.ts";
import { FieldError, type Fields } from "../../core/records/fields.ts";
import type { Results } from "../../core/records/results.ts";
import { unitOf } from "../../core/records/unit-of.ts";
import type { AaveV3Balance } from "./balance.ts";
import { ERROR_STRINGS } from "./errors.ts";
import { liquidate } from "./liquidate.ts";
import { failedPrecondition } from "./preconditions.ts";
import { type AaveV3Rules, rulesOfVersion } from "./rules.ts";
import { feeTaken, seizeAmounts } from "./seize.ts";
import { totalsOf } from "./totals.ts";

/**
 * Rules of the release that a record names.
 * @param usual the release where it names none
 * @throws FieldError when there is no such release
 */
export function rulesFor(input: Fields, usual?: string): AaveV3Rules {
  const version = usual !== undefined && !input.has("version") ? usual : input.text("version");
  const rules = rulesOfVersion(version);
  if (rules === null) throw new FieldError(`input.version ${version} is not a release of Aave V3 that is known`);
  return rules;
}

/** What every check before the amounts is given where a record does not say otherwise. */
export const ALL_WELL = {
  liquidatorIsBorrower: false,
  active: true,
  paused: false,
  sentinelAllows: true,
  collateralGraceUntil: 0n,
  debtGraceUntil: 0n,
  now: 1n,
} as const;

const REVERTS = new Map<string, string>(Object.entries(ERROR_STRINGS));

/** An error answers to its name and to the revert string it had before v3.4. */
export const isSameError = (actual: unknown, expected: unknown): boolean =>
  actual === expected ||
  (typeof actual === "string" && typeof expected === "string" && expected !== "" && REVERTS.get(actual) === expected);

function positionOf(reserve: Fields, eMode: Fields): AaveV3Balance {
  const inCategory = eMode.integer("category") !== 0n && reserve.flag("eModeCollateral", false);
  const settings = inCategory ? eMode : reserve;
  const price = reserve.integer("price");
  const collateral = reserve.integer("aTokenBalance");
  return {
    unit: unitOf(reserve.integer("decimals")),
    price,
    debtPrice: price,
    collateral,
    debt: reserve.integer("variableDebt"),
    stableDebt: 0n,
    scaledCollateral: collateral,
    liquidityIndex: RAY,
    variableBorrowIndex: RAY,
    usedAsCollateral: reserve.flag("usedAsCollateral"),
    liquidationThresholdBps: settings.integer("liquidationThresholdBps"),
    bonusBps: settings.integer("liquidationBonusBps"),
    reserveThresholdBps: reserve.integer("liquidationThresholdBps"),
    protocolFeeBps: reserve.integer("protocolFeeBps"),
  };
}

/** A whole call: totals, health, close factor, amounts, deficit, or the error that it reverts with. */
export function liquidation(input: Fields, usual?: string): Results {
  const rules = rulesFor(input, usual);
  const eMode = input.object("eMode");
  const positions = new Map(
    input.list("reserves").map((reserve) => [reserve.text("symbol"), positionOf(reserve, eMode)] as const),
  );
  const named = (name: string): AaveV3Balance => {
    const position = positions.get(input.text(name));
    if (position === undefined) throw new FieldError(`input.${name} is not the symbol of one of the reserves`);
    return position;
  };
  const [collateral, debt] = [named("collateral"), named("debt")];
  const account = totalsOf([...positions.values()], rules);
  const { healthFactor, totalCollateralBase, totalDebtBase } = account;
  const totals = { totalCollateralBase, totalDebtBase, healthFactor };

  const barred = failedPrecondition(
    {
      ...ALL_WELL,
      healthFactor,
      collateralEnabled: collateral.usedAsCollateral,
      reserveThresholdBps: collateral.reserveThresholdBps,
      reserveDebt: debt.debt,
    },
    rules,
  );
  if (barred !== null) return { ...totals, revert: barred };
  const result = liquidate({ account, collateral, debt, debtToCover: input.integer("debtToCover") }, rules);
  if (!result.ok) return { ...totals, revert: result.error };
  const { repaid, gross, protocolFee, toLiquidator } = result.amounts;
  return {
    ...totals,
    revert: null,
    debtRepaid: repaid,
    collateralGross: gross,
    protocolFee,
    collateralToLiquidator: toLiquidator,
    deficit: result.deficit,
    closeFactorBps: result.closeFactor.closeFactorBps,
    maxLiquidatableDebt: result.closeFactor.maxDebt,
  };
}

/** The borrower's aToken balance: given, or from scaled units, or more than can be seized. */
function collateralBalance(input: Fields, rules: AaveV3Rules): bigint {
  if (input.has("userCollateralBalance")) return input.integer("userCollateralBalance");
  if (!input.has("scaledCollateral")) return MAX_UINT256;
  return mulDiv(input.integer("scaledCollateral"), input.integer("liquidityIndex"), RAY, rules.aTokenBalance);
}

/** The amounts of one pair. */
export function seize(input: Fields, usual?: string): Results {
  const rules = rulesFor(input, usual);
  const balance = collateralBalance(input, rules);
  const amounts = seizeAmounts(
    {
      debtToCover: input.integer("debtToCover"),
      debtPrice: input.integer("debtPrice"),
      debtUnit: unitOf(input.integer("debtDecimals")),
      collateralBalance: balance,
      collateralPrice: input.integer("collateralPrice"),
      collateralUnit: unitOf(input.integer("collateralDecimals")),
      bonusBps: input.integer("liquidationBonusBps"),
      protocolFeeBps: input.integer("protocolFeeBps"),
    },
    rules,
  );
  const index = input.integer("liquidityIndex", RAY);
  const scaled = input.integer("scaledCollateral", balance);
  return {
    userCollateralBalance: balance,
    debtRepaid: amounts.repaid,
    collateralGross: amounts.gross,
    protocolFee: feeTaken(amounts, scaled, index, rules),
    collateralToLiquidator: amounts.toLiquidator,
  };
}
