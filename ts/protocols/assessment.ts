import type { Reason } from "../core/errors/reason.ts";
import { WAD } from "../core/math/math.ts";
import type { Token } from "../core/tokens/token.ts";
import type { Action } from "./action.ts";
import type { Target } from "./target.ts";

/**
 * How near a target is to being acted on, on a scale of its protocol's own: it can be below `threshold`.
 * A health factor is `{ kind: "health-factor", value: WAD, decimals: 18, threshold: 1e18 }`.
 */
export interface Measure {
  /** What is measured, as people call it, in lower case with hyphens. */
  readonly kind: string;
  readonly value: bigint;
  readonly decimals: number;
  readonly threshold: bigint;
}

/** A health factor, WAD; 2^256-1 without debt. */
export function healthFactor(value: bigint): Measure {
  return { kind: "health-factor", value, decimals: 18, threshold: WAD };
}

/** The health factor of what has one, WAD; null for anything else, and when it is not known. */
export function healthFactorOf({ measure }: Pick<Assessment, "measure">): bigint | null {
  return measure?.kind === "health-factor" ? measure.value : null;
}

/** One line of an account for `inspect`. Amounts in token units, prices and values USD with 8 decimals. */
export interface PositionLine {
  readonly token: Token;
  readonly supplied: bigint;
  readonly borrowed: bigint;
  readonly usedAsCollateral: boolean;
  readonly priceUsd: bigint | null;
  readonly liquidationThresholdBps: bigint;
  readonly bonusBps: bigint;
  /**
   * Price of this token, same unit as priceUsd, at which the account becomes liquidatable, all else equal; `none`: at no
   * price. Null when it is not known: nobody searched, or there is no price to start from.
   */
  readonly liquidationPriceUsd: bigint | "none" | null;
}

export type AssessmentStatus =
  | { readonly kind: "liquidatable" }
  | { readonly kind: "healthy" | "no-debt"; readonly reason: Reason }
  /** Known to be unusable (oracle reverts, price zero, reserve paused …): never the same as healthy. */
  | { readonly kind: "refused"; readonly reason: Reason };

/** assess: pure result for one target at one block. */
export interface Assessment {
  readonly target: Target;
  readonly blockNumber: bigint;
  readonly timestamp: bigint;
  readonly status: AssessmentStatus;
  /** Null when it cannot be known, or where nothing is measured. */
  readonly measure: Measure | null;
  readonly collateralUsd: bigint | null;
  readonly debtUsd: bigint | null;
  /** Share of the debt that one call may repay, basis points. */
  readonly closeFactorBps: bigint | null;
  readonly positions: readonly PositionLine[];
  /** Everything that can be done now, whatever the status says: a healthy target may have actions. */
  readonly actions: readonly Action[];
  /** Protocol-specific facts for people (eMode label, revision, lltv …). */
  readonly notes: Readonly<Record<string, string>>;
}
