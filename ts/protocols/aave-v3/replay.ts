import { FieldError, type Fields } from "../../core/records/fields.ts";
import { agreed, lastAnswer, sumOfArgument } from "../../core/records/reads.ts";
import type { RecordedRead } from "../../core/records/record-file.ts";
import type { Results } from "../../core/records/results.ts";
import { unitOf } from "../../core/records/unit-of.ts";
import { FACTOR_UNIT, type NamedUnit } from "../decoder.ts";
import type { ExactPrice, RecordedCall, Replay, ReplayedToken, Replays } from "../replay.ts";
import { type AaveV3Error, refusalOf } from "./errors.ts";
import { isSameError, liquidation, seize } from "./recorded-call.ts";

/** What people call the numbers of a call, and what they are of. */
const FIGURES: Readonly<
  Record<string, readonly [label: string, of: "debt" | "collateral" | "base" | "factor" | null]>
> = {
  debtRepaid: ["repaid", "debt"],
  collateralGross: ["seized", "collateral"],
  protocolFee: ["to the protocol", "collateral"],
  collateralToLiquidator: ["received", "collateral"],
  deficit: ["written off", "debt"],
  maxLiquidatableDebt: ["most by close factor", "debt"],
  closeFactorBps: ["close factor, bps", null],
  totalCollateralBase: ["all collateral", "base"],
  totalDebtBase: ["all debt", "base"],
  healthFactor: ["health factor", "factor"],
};

/** One side of a call. */
interface Side {
  readonly token: ReplayedToken;
  readonly price: ExactPrice;
}

export interface AaveV3Replay {
  /** What the oracle counts in. */
  readonly unit: NamedUnit;
  /** Release of records that name none; null: they must. */
  readonly usualVersion: string | null;
}

/** Whole calls, and the amounts of one pair, of any release. */
export function aaveV3Replays({ unit, usualVersion }: AaveV3Replay): Replays {
  const usual = usualVersion ?? undefined;
  return {
    kinds: {
      liquidation: (call) => {
        const sideOf = (name: "collateral" | "debt") => sideOfReserve(call, name);
        return replayOf(
          call,
          liquidation(call.input, usual),
          { debt: sideOf("debt"), collateral: sideOf("collateral") },
          unit,
        );
      },
      seize: ({ input, reads }) => {
        const sideOf = (name: "collateral" | "debt") => sideOfPair(input, name);
        return replayOf(
          { reads },
          seize(input, usual),
          { debt: sideOf("debt"), collateral: sideOf("collateral") },
          unit,
        );
      },
    },
    isSameError,
  };
}

function replayOf(
  { reads }: { readonly reads: readonly RecordedRead[] },
  { revert = null, ...results }: Results,
  sides: { readonly debt: Side; readonly collateral: Side },
  unit: NamedUnit,
): Replay {
  const { debt, collateral } = sides;
  const tokens = {
    debt: debt.token,
    collateral: collateral.token,
    base: { ...unit, address: null },
    factor: { ...FACTOR_UNIT, address: null },
  };
  const figures = Object.entries(results).flatMap(([field, planned]) => {
    const [label, of] = FIGURES[field] ?? [field, null];
    const token = of === null ? null : tokens[of];
    const read =
      field === "debtRepaid" ? sumOfArgument(reads, "transferFrom", { to: token?.address ?? undefined }, 2) : null;
    return typeof planned === "bigint" ? [{ field, label, token, planned, read }] : [];
  });
  return {
    refusal: revert === null ? null : { error: String(revert), reason: refusalOf(revert as AaveV3Error) },
    figures,
    debt: debt.token,
    received: collateral.token,
    repaidField: "debtRepaid",
    receivedField: "collateralToLiquidator",
    worth: { unit, repaid: debt.price, received: collateral.price },
  };
}

/** A side of a whole call: one of the reserves of the account. Its price must be the one that was read, where that is told. */
function sideOfReserve({ input, reads }: RecordedCall, name: "collateral" | "debt"): Side {
  const symbol = input.text(name);
  const reserve = input.list("reserves").find((one) => one.text("symbol") === symbol);
  if (reserve === undefined) throw new FieldError(`input.${name} is not the symbol of one of the reserves`);
  const address = reserve.has("asset") ? reserve.text("asset") : null;
  const read = lastAnswer(reads, "getAssetPrice", { args: [address ?? undefined] });
  const numerator = agreed(`${name} price`, reserve.integer("price"), read);
  const decimals = reserve.integer("decimals");
  return {
    token: { symbol, decimals: Number(decimals), address },
    price: { numerator, denominator: unitOf(decimals) },
  };
}

/** A side of a pair of which only the prices are told. */
function sideOfPair(input: Fields, name: "collateral" | "debt"): Side {
  const decimals = input.integer(`${name}Decimals`);
  const symbol = input.has(name) ? input.text(name) : name;
  return {
    token: { symbol, decimals: Number(decimals), address: null },
    price: { numerator: input.integer(`${name}Price`), denominator: unitOf(decimals) },
  };
}
