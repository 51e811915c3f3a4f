import type { Hex } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { UsageError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { nearest } from "../../core/names/nearest.ts";
import type { NamedUnit } from "../../protocols/decoder.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import { answerWords } from "./answer-words.ts";

/** What every protocol's contracts may answer with instead. */
export const REVERT = "revert";

/** One word, and what its integer counts. */
export interface DecodedWord extends NamedUnit {
  readonly name: string;
  readonly value: bigint;
}

/** Raw data in words. */
export interface Decoded {
  /** What amounts are in may depend on it. */
  readonly chain: string;
  readonly protocol: ProtocolName;
  readonly kind: string;
  /** What answers so; null of a revert. */
  readonly call: string | null;
  readonly words: readonly DecodedWord[];
  /** What the words say together. */
  readonly notes: readonly Reason[];
}

export interface DecodeRequest {
  readonly kind: string;
  readonly data: Hex;
  /** Name or address of the market whose currency the amounts are in; null: that of all. */
  readonly market: string | null;
}

/** What can be decoded of a protocol, by the names that the command takes. */
export const kindsOf = (protocol: ProtocolName): string[] => [
  ...Object.keys(PROTOCOLS[protocol].decoders ?? {}),
  REVERT,
];

/**
 * The one protocol that is meant.
 * @param asked all of them, unless one was named
 * @throws UsageError when nobody knows the kind, or not the one who was named, or several do.
 */
export function decodingProtocol(kind: string, asked: readonly ProtocolName[]): ProtocolName {
  const able = asked.filter((name) => kindsOf(name).includes(kind));
  if (able.length === 1) return able[0]!;
  if (able.length > 1) {
    throw new UsageError(`${kind} is decoded in more than one way`, {
      hint: `say with --protocol whose it is: ${able.join(", ")}`,
    });
  }
  const others = (Object.keys(PROTOCOLS) as ProtocolName[]).filter((name) => kindsOf(name).includes(kind));
  const [only] = asked;
  if (others.length > 0 && only !== undefined) {
    throw new UsageError(`${only} has no ${kind} to decode`, {
      hint: `it has ${kindsOf(only).join(", ")}; ${kind} is of ${others.join(", ")}`,
    });
  }
  const kinds = [...new Set(asked.flatMap(kindsOf))];
  const guess = nearest(kind.toLowerCase(), kinds);
  throw new UsageError(`nothing is known of ${JSON.stringify(kind)} to decode`, {
    hint: guess ? `did you mean ${guess}?` : `use ${kinds.join(", ")}`,
  });
}

/**
 * Raw data as the protocol's contracts mean it. Pure.
 * @param book of the chain that it comes from
 * @throws UsageError when it is no such data, or the market is not known.
 */
export function decodeData(protocol: ProtocolName, { kind, data, market }: DecodeRequest, book: ChainBook): Decoded {
  const { decoders, errors } = PROTOCOLS[protocol];
  const decoder = decoders?.[kind];
  if (decoder === undefined) {
    return { chain: book.name, protocol, kind, call: null, words: [], notes: [revertReason(data, [errors])] };
  }
  if (market !== null && decoder.currency === undefined) {
    throw new UsageError(`${kind} of ${protocol} is the same in every market`, { hint: "leave --market out" });
  }
  const values = answerWords(data, decoder);
  const currency = decoder.currency?.(book, market);
  const words = decoder.words.map(({ name, unit }) => {
    const { symbol, decimals } = unit === "currency" ? currency!.unit : unit;
    return { name, value: values[name]!, symbol, decimals };
  });
  const notes = [...(currency?.note ? [currency.note] : []), ...decoder.notes(values)];
  return { chain: book.name, protocol, kind, call: decoder.call, words, notes };
}
