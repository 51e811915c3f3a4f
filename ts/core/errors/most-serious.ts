import { EXIT, type FliqError } from "./errors.ts";

/** Exit codes, the one that leaves the most to do first: what is not known comes before what was decided. */
const ORDER: readonly number[] = [EXIT.error, EXIT.usage, EXIT.refused, EXIT.nothingToDo];

/**
 * Of several failures the one that a command ends with, the first of its kind.
 * @param failures at least one
 */
export function mostSerious(failures: readonly FliqError[]): FliqError {
  const place = ({ exitCode }: FliqError) => (ORDER.includes(exitCode) ? ORDER.indexOf(exitCode) : -1);
  return failures.reduce((worst, one) => (place(one) < place(worst) ? one : worst));
}
