import { AddressBookError, RevertError } from "./errors.ts";
import { explainFailure } from "./explain.ts";

/** Whether a failed read is the chain's own answer: a contract refuses it, or has no such function. Else it was not asked. */
export function saidByChain(error: unknown): boolean {
  const failure = explainFailure(error);
  return failure instanceof RevertError || failure instanceof AddressBookError;
}
