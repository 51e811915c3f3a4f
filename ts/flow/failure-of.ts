import { type FliqError, InterruptedError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";

/**
 * What failed, for people.
 * @throws what nobody expected, and InterruptedError
 */
export function failureOf(error: unknown): FliqError {
  const failure = explainFailure(error);
  if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
  return failure;
}
