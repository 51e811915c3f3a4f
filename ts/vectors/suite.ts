import type { Fields } from "../core/records/fields.ts";
import type { Results } from "../core/records/results.ts";

/** Feeds a vector's input to the project's own formulas. */
export type Runner = (input: Fields) => Results;

/** What an adapter says about the vectors of its protocol. */
export interface VectorSuite {
  /** By kind. */
  readonly runners: Readonly<Record<string, Runner>>;
  /** For protocols whose errors have more than one name. */
  isSameRevert?(actual: unknown, expected: unknown): boolean;
}
