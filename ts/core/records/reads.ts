import { FieldError } from "./fields.ts";
import type { RecordedRead } from "./record-file.ts";

/** Which calls are meant. Addresses in any case. */
export interface ReadFilter {
  readonly to?: string | undefined;
  /** The first arguments, in their order. */
  readonly args?: readonly (string | undefined)[];
}

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** The calls inside of a recorded one that fit, in their order. What is not said of one fits everything; undefined fits nothing. */
export function readsOf(reads: readonly RecordedRead[], fn: string, filter: ReadFilter = {}): readonly RecordedRead[] {
  const { args = [] } = filter;
  if (("to" in filter && filter.to === undefined) || args.includes(undefined)) return [];
  return reads.filter(
    (read) =>
      read.fn === fn &&
      (filter.to === undefined || same(filter.to, read.to)) &&
      args.every((wanted, index) => same(wanted, read.args[index] ?? "")),
  );
}

/** What the last of them answered; null when there is none, or it answered with no such word. */
export function lastAnswer(
  reads: readonly RecordedRead[],
  fn: string,
  filter: ReadFilter = {},
  word = 0,
): bigint | null {
  const answer = readsOf(reads, fn, filter).at(-1)?.out[word];
  return answer === undefined ? null : integerOf(answer, fn);
}

/** The sum of one of their arguments; null when there is none of them. */
export function sumOfArgument(
  reads: readonly RecordedRead[],
  fn: string,
  filter: ReadFilter,
  index: number,
): bigint | null {
  const found = readsOf(reads, fn, filter);
  if (found.length === 0) return null;
  return found.reduce((sum, { args }) => sum + integerOf(args[index] ?? "", fn), 0n);
}

/**
 * What a record says twice: as a field, and by what the call read.
 * @throws FieldError when the two are not the same
 */
export function agreed(name: string, field: bigint, read: bigint | null): bigint {
  if (read === null || read === field) return field;
  throw new FieldError(`input.${name} is ${field}, and the call read ${read}`);
}

function integerOf(text: string, fn: string): bigint {
  if (/^\d+$/.test(text)) return BigInt(text);
  throw new FieldError(`reads: ${fn} has ${JSON.stringify(text.slice(0, 40))} where a decimal string is needed`);
}
