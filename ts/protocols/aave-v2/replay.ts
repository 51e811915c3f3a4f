import type { ChainBook } from "../../core/chain-book.ts";
import { sumOfArgument } from "../../core/records/reads.ts";
import type { NamedUnit } from "../decoder.ts";
import type { RecordedCall, Replay, ReplayedToken } from "../replay.ts";
import { refusalOf } from "./errors.ts";
import { liquidate, maxDebtOf } from "./liquidate.ts";
import type { AaveV2Policy } from "./policy.ts";
import { type RecordedLegs, recordedLegs } from "./recorded-call.ts";

export interface AaveV2Replay {
  readonly policy: AaveV2Policy;
  /** What the oracle of the contract that was called counts in. */
  currencyOf(book: ChainBook | null, contract: string | null): NamedUnit;
}

/** `liquidationCall` worked out from the prices, balances and indices that it read. Health is not asked: thresholds are in no trace. */
export function replaySeize(call: RecordedCall, book: ChainBook | null, rules: AaveV2Replay): Replay {
  const { input } = call;
  const legs = recordedLegs(call);
  const result = liquidate(legs, input.integer("debtToCover"), rules.policy);
  const tokenOf = (name: "collateral" | "debt", address: string | undefined): ReplayedToken => ({
    symbol: input.has(name) ? input.text(name) : name,
    decimals: Number(input.integer(`${name}Decimals`)),
    address: address ?? null,
  });
  const debt = tokenOf("debt", legs.debtAsset);
  const collateral = tokenOf("collateral", legs.collateralAsset);
  const most = { label: "most by close factor", token: debt, planned: maxDebtOf(legs), read: null };
  const isSplit = rules.policy.feeOfBonus === "half";
  const base = {
    debt,
    received: collateral,
    repaidField: "debtRepaid",
    receivedField: isSplit ? "collateralToLiquidator" : "collateralSeized",
    worth: {
      unit: rules.currencyOf(book, call.contract),
      repaid: { numerator: legs.debt.price, denominator: legs.debt.unit },
      received: { numerator: legs.collateral.price, denominator: legs.collateral.unit },
    },
  };
  const limit = input.has("userDebt") ? [{ field: "maxLiquidatableDebt", ...most }] : [];
  if (!result.ok) {
    const refusal = { error: result.error, reason: refusalOf(result.error, result.numbers) };
    return { ...base, refusal, figures: limit };
  }
  const { repaid, gross, fee, toLiquidator } = result.amounts;
  const read = movedBy(call, legs);
  const parts = [
    { field: "protocolFee", label: "to the protocol", token: collateral, planned: fee, read: null },
    { field: "collateralToLiquidator", label: "received", token: collateral, planned: toLiquidator, read: null },
  ];
  return {
    ...base,
    refusal: null,
    figures: [
      { field: "debtRepaid", label: "repaid", token: debt, planned: repaid, read: read.repaid },
      { field: "collateralSeized", label: "seized", token: collateral, planned: gross, read: read.seized },
      ...(isSplit ? parts : []),
      ...limit,
    ],
  };
}

/** What the call moved: the debt that was paid in, and all that left the borrower. */
function movedBy({ input, reads }: RecordedCall, { debtAsset }: RecordedLegs) {
  const user = input.has("user") ? input.text("user") : undefined;
  const inKind = input.flag("receiveAToken", false);
  return {
    repaid: sumOfArgument(reads, "transferFrom", { to: debtAsset }, 2),
    seized: sumOfArgument(reads, inKind ? "transferOnLiquidation" : "aToken.burn", { args: [user] }, 2),
  };
}
