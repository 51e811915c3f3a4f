import { fieldsOf } from "../core/records/fields.ts";
import type { RecordEntry, RecordFile } from "../core/records/record-file.ts";
import type { Results } from "../core/records/results.ts";
import { SUITES } from "./registry.ts";
import type { Runner, VectorSuite } from "./suite.ts";

export interface VectorReport {
  readonly passed: number;
  /** One sentence a mismatch; a vector can have several. */
  readonly mismatches: readonly { readonly id: string; readonly message: string }[];
  readonly failed: number;
  readonly skipped: number;
  /** "protocol kind" to how many, in the order of the file. */
  readonly skippedKinds: ReadonlyMap<string, number>;
}

/** Runs every vector whose protocol and kind this project computes, through the formulas that liquidate. */
export function runVectors(file: RecordFile): VectorReport {
  const mismatches: { id: string; message: string }[] = [];
  const skippedKinds = new Map<string, number>();
  let [passed, failed, skipped] = [0, 0, 0];
  for (const vector of file.vectors) {
    const runner = SUITES[vector.protocol]?.runners[vector.kind];
    if (runner === undefined || !isComparable(vector)) {
      const name = `${vector.protocol} ${vector.kind}`;
      skippedKinds.set(name, (skippedKinds.get(name) ?? 0) + 1);
      skipped++;
      continue;
    }
    const messages = check(vector, runner);
    mismatches.push(...messages.map((message) => ({ id: vector.id, message })));
    if (messages.length === 0) passed++;
    else failed++;
  }
  return { passed, failed, skipped, mismatches, skippedKinds };
}

/** Inexact vectors can be compared only when they say how near is near enough. */
const isComparable = (vector: RecordEntry): boolean => vector.exact || relativeTolerance(vector) !== null;

function relativeTolerance({ tolerance }: RecordEntry): number | null {
  const match = /^relative (\d+(?:\.\d+)?(?:e-?\d+)?)/.exec(tolerance ?? "");
  return match === null ? null : Number(match[1]);
}

/** Solidity's panic, and how vectors name it. The formulas divide where the contracts do. */
const DIVISION_BY_ZERO = "Panic(0x12)";

const isDivisionByZero = (error: unknown): boolean =>
  error instanceof RangeError && /division by zero/i.test(error.message);

/** What is wrong with a vector, field by field; empty when nothing is. */
function check(vector: RecordEntry, runner: Runner): string[] {
  let results: Results;
  try {
    results = runner(fieldsOf(vector.input));
  } catch (error) {
    if (!isDivisionByZero(error)) return [error instanceof Error ? error.message : String(error)];
    results = { revert: DIVISION_BY_ZERO };
  }
  const fields = Object.entries(vector.expected);
  if (fields.length === 0) return ["expected names no field, so nothing was checked"];
  return fields.flatMap(([name, expected]) => {
    const actual = results[name];
    if (actual === undefined) {
      const why = typeof results.revert === "string" ? `: the call reverts with ${results.revert}` : "";
      return [`${name} is not computed${why}, expected ${show(expected)}`];
    }
    return isEqual(name, actual, expected, vector) ? [] : [`${name} is ${show(actual)}, expected ${show(expected)}`];
  });
}

function isEqual(
  name: string,
  actual: NonNullable<Results[string]> | null,
  expected: unknown,
  vector: RecordEntry,
): boolean {
  if (name === "revert") return sameRevertOf(vector)(actual, expected);
  if (typeof actual === "bigint") return typeof expected === "string" && actual.toString() === expected;
  if (typeof actual !== "number") return actual === expected;
  const wanted = Number(expected);
  return Math.abs(actual - wanted) <= Math.abs(wanted) * (relativeTolerance(vector) ?? 0);
}

/** An error is the same by its name, unless the protocol gave it others. */
const sameRevertOf = ({ protocol }: RecordEntry): NonNullable<VectorSuite["isSameRevert"]> =>
  SUITES[protocol]?.isSameRevert ?? ((actual, expected) => actual === expected);

const show = (value: unknown): string => (typeof value === "bigint" ? value.toString() : JSON.stringify(value));
