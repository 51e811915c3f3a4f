import type { Fields } from "../../core/records/fields.ts";
import type { Results } from "../../core/records/results.ts";
import { unitOf } from "../../core/records/unit-of.ts";
import type { VectorSuite } from "../../vectors/suite.ts";
import { closeFactorOf } from "./close-factor.ts";
import { failedPrecondition, type Preconditions } from "./preconditions.ts";
import { ALL_WELL, isSameError, liquidation, rulesFor, seize } from "./recorded-call.ts";
import { splitFee } from "./seize.ts";

function feeSplit(input: Fields): Results {
  const gross = input.integer("collateralGross");
  const split = splitFee(gross, input.integer("liquidationBonusBps"), input.integer("protocolFeeBps"), rulesFor(input));
  return { protocolFee: split.protocolFee, collateralToLiquidator: split.toLiquidator };
}

function closeFactor(input: Fields): Results {
  const rules = rulesFor(input);
  // Until v3.2 the rule looks at the reserve's debt alone.
  const unused = rules.closeFactor === "reserve" ? 0n : undefined;
  const result = closeFactorOf(
    {
      healthFactor: input.integer("healthFactor"),
      reserveCollateralBase: input.integer("reserveCollateralBase", unused),
      reserveDebtBase: input.integer("reserveDebtBase", unused),
      totalDebtBase: input.integer("totalDebtBase", unused),
      reserveDebt: input.integer("reserveDebt"),
      debtPrice: input.integer("debtPrice", unused),
      debtUnit: unitOf(input.integer("debtDecimals", unused)),
    },
    rules,
  );
  return { closeFactorBps: result.closeFactorBps, maxLiquidatableDebt: result.maxDebt };
}

function precondition(input: Fields): Results {
  const given: Preconditions = {
    liquidatorIsBorrower: input.flag("liquidatorIsBorrower", ALL_WELL.liquidatorIsBorrower),
    active: input.flag("active", ALL_WELL.active),
    paused: input.flag("paused", ALL_WELL.paused),
    sentinelAllows: input.flag("sentinelAllows", ALL_WELL.sentinelAllows),
    collateralGraceUntil: input.integer("collateralGraceUntil", ALL_WELL.collateralGraceUntil),
    debtGraceUntil: input.integer("debtGraceUntil", ALL_WELL.debtGraceUntil),
    now: input.integer("now", ALL_WELL.now),
    healthFactor: input.integer("healthFactor"),
    collateralEnabled: input.flag("collateralEnabled"),
    reserveThresholdBps: input.integer("reserveThresholdBps", 1n),
    reserveDebt: input.integer("reserveDebt"),
  };
  return { revert: failedPrecondition(given, rulesFor(input)) };
}

export const aaveV3Vectors: VectorSuite = {
  runners: {
    liquidation: (input) => liquidation(input),
    seize: (input) => seize(input),
    "fee-split": feeSplit,
    "close-factor": closeFactor,
    precondition,
  },
  isSameRevert: isSameError,
};
