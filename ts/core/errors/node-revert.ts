import { encodeErrorResult, type Hex, parseAbi } from "viem";

/** How the protocol numbers a revert (execution-apis, `eth_call`). Few nodes keep to it. */
export const REVERT_CODE = 3;

/** Levels of an error that are looked at. */
const DEEPEST = 6;
const REVERTED = /revert|always failing transaction/i;
/** Names of fields that hold an error within the error; ganache names one after the transaction. */
const WRAPPING = /^(data|error|originalError|cause|result|0x[0-9a-f]{64})$/i;
/** Names of fields whose whole value is what the call returned. */
const RETURNED = /^(data|result|output|return(data|value)?)$/i;
const WHOLE = /^(?:revert(?:ed)?:?\s*)?(0x(?:[0-9a-f]{2})*)$/i;
const WITHIN = /0x(?:[0-9a-f]{2})+(?![0-9a-z])/gi;
/** Texts that nodes decoded themselves. What they call a custom error is no text of the contract. */
const TEXT =
  /(?:execution reverted: |processing transaction: revert )(?:revert: )?(?!custom error|0x)(.+)|reverted with reason string '(.*)'/i;
const STRING_ERROR = parseAbi(["error Error(string reason)"]);

type Entry = readonly [name: string, value: unknown];

/**
 * Revert data of an error that a node reports, wherever the node puts it: in `data`, after a word in it, some levels below it,
 * or in the message. Where there is only a text that the node has decoded, that text as `Error(string)`.
 * @param error the whole `error` of the answer
 * @returns `0x` for a revert without data; null when the error is no revert
 * @example revertDataOf({ code: -32015, message: "VM execution error.", data: "Reverted 0x82b42900" }) // "0x82b42900"
 */
export function revertDataOf(error: unknown): Hex | null {
  const entries = [...entriesOf(error)];
  if (!entries.some(saysRevert) && !hasPlainData(error)) return null;
  const returned = entries.filter(([name]) => RETURNED.test(name)).flatMap(([, value]) => wholeOf(value));
  const texts = entries.flatMap(([, value]) => (typeof value === "string" ? [value] : []));
  const within = texts.flatMap((text) => text.match(WITHIN) ?? []).filter(isEncoded) as Hex[];
  return returned[0] ?? within[0] ?? textIn(texts) ?? "0x";
}

function saysRevert([name, value]: Entry): boolean {
  return name === "code" ? value === REVERT_CODE : typeof value === "string" && REVERTED.test(value);
}

/** Further inside, what looks like it may be the call itself, which some gateways repeat. */
function hasPlainData(error: unknown): boolean {
  const { data } = (error ?? {}) as { readonly data?: unknown };
  return wholeOf(data).some(isEncoded);
}

/** Every value that is no object, with the name of its field, the outer ones first. */
function* entriesOf(value: unknown, depth = 0): Generator<Entry> {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return;
  const entries = Object.entries(value);
  yield* entries.filter(([, inner]) => typeof inner !== "object");
  for (const [name, inner] of entries) if (WRAPPING.test(name)) yield* entriesOf(inner, depth + 1);
}

/** Data that a field consists of, unless it is empty. */
function wholeOf(value: unknown): Hex[] {
  const [, hex = "0x"] = typeof value === "string" ? (WHOLE.exec(value.trim()) ?? []) : [];
  return hex === "0x" ? [] : [hex as Hex];
}

/** A selector and whole words: neither an address nor a hash. */
function isEncoded(hex: string): boolean {
  return (hex.length - 2) % 64 === 8;
}

function textIn(texts: readonly string[]): Hex | undefined {
  for (const text of texts) {
    const [, plain, quoted] = TEXT.exec(text) ?? [];
    const reason = plain ?? quoted;
    if (reason) return encodeErrorResult({ abi: STRING_ERROR, errorName: "Error", args: [reason] });
  }
  return undefined;
}
