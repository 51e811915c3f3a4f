import { FieldError } from "./fields.ts";

/** More have no room in a word. */
const MOST_DECIMALS = 77n;

/** 10^decimals. @throws FieldError for more than a token can have */
export function unitOf(decimals: bigint): bigint {
  if (decimals <= MOST_DECIMALS) return 10n ** decimals;
  throw new FieldError(`a token has at most ${MOST_DECIMALS} decimals, not ${decimals}`);
}
