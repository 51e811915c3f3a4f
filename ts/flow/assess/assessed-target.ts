import type { Assessment } from "../../protocols/assessment.ts";

/**
 * An assessment and the states it rests on, which belong to its protocol: what quoting another size, or another moment, needs.
 * Plain data: it can be stored and read again.
 */
export interface AssessedTarget {
  readonly assessment: Assessment;
  /** Null where it could not be read; then the assessment is a refusal and has no action. */
  readonly market: unknown;
  readonly position: unknown;
}
