import { FieldError } from "../../core/records/fields.ts";
import type { ExactPrice, Replay, ReplayedFigure, ReplayedToken } from "../../protocols/replay.ts";
import type { ComparedFigure } from "./replayed.ts";

/** Fields of what a record expects that say whether the call went through, and are no figures. */
const OUTCOMES: ReadonlySet<string> = new Set(["revert", "reverted"]);

/** A number beside what it really was. Without the latter there is nothing to compare. */
export function compared(
  { field, label, token }: { readonly field: string; readonly label: string; readonly token: ReplayedToken | null },
  planned: bigint | null,
  real: bigint | null,
): ComparedFigure {
  return { field, label, token, planned, real, isExact: real === null ? null : planned === real };
}

/**
 * The figures of a call beside those of the record, and every number that the record expects and nobody computes.
 * @throws FieldError when the record contradicts what the call read
 */
export function comparedFigures(replay: Replay, expected: Readonly<Record<string, unknown>>): ComparedFigure[] {
  const figures = replay.figures.map((figure) =>
    compared(figure, figure.planned, realOf(figure, expected[figure.field])),
  );
  const known = new Set(replay.figures.map(({ field }) => field));
  // a refused call has no amounts, and that it was refused says why
  if (replay.refusal !== null) return figures;
  const missing = Object.entries(expected).filter(([field]) => !known.has(field) && !OUTCOMES.has(field));
  return [
    ...figures,
    ...missing.map(([field, value]) => compared({ field, label: field, token: null }, null, integerOf(value, field))),
  ];
}

function realOf({ field, read }: ReplayedFigure, value: unknown): bigint | null {
  if (value === undefined) return read;
  const real = integerOf(value, field);
  if (read === null || read === real) return real;
  throw new FieldError(`expected.${field} is ${real}, and by what the call read it was ${read}`);
}

function integerOf(value: unknown, field: string): bigint {
  if (typeof value === "string" && /^\d+$/.test(value)) return BigInt(value);
  throw new FieldError(`expected.${field} has the wrong form: a decimal string is needed`);
}

/** The difference in worth of the two sides, each floored to the currency's smallest unit; null without prices. */
export function bonusOf(replay: Replay, figures: readonly ComparedFigure[]): ComparedFigure | null {
  const { worth, repaidField, receivedField, refusal } = replay;
  if (worth === null || refusal !== null) return null;
  const figureOf = (name: string) => figures.find(({ field }) => field === name);
  const [repaid, received] = [figureOf(repaidField), figureOf(receivedField)];
  const worthIn = (side: "planned" | "real"): bigint | null => {
    const [paid, got] = [repaid?.[side] ?? null, received?.[side] ?? null];
    if (paid === null || got === null) return null;
    const worthOf = (amount: bigint, { numerator, denominator }: ExactPrice) => (amount * numerator) / denominator;
    return worthOf(got, worth.received) - worthOf(paid, worth.repaid);
  };
  const token = { ...worth.unit, address: null };
  return compared({ field: "bonus", label: "bonus at its prices", token }, worthIn("planned"), worthIn("real"));
}
