import type { ChainBook } from "../core/chain-book.ts";
import type { Reason } from "../core/errors/reason.ts";

/** What an integer counts: so many decimals of something that has a name. */
export interface NamedUnit {
  /** As people write it: `ETH`, `USD`, `shares`. */
  readonly symbol: string;
  readonly decimals: number;
}

/** Units that are no amounts; how they are shown is for whoever prints them. */
export const BPS_UNIT: NamedUnit = { symbol: "bps", decimals: 0 };
export const FACTOR_UNIT: NamedUnit = { symbol: "wad", decimals: 18 };
export const TIME_UNIT: NamedUnit = { symbol: "seconds since 1970", decimals: 0 };
export const CODE_UNIT: NamedUnit = { symbol: "code", decimals: 0 };

/** One word of 32 bytes of an answer. */
export interface AnswerWord {
  /** Unique in its answer. */
  readonly name: string;
  /** Of the integer's type: what does not fit is no such answer. */
  readonly bits: number;
  /** `currency`: what the market's oracle counts in. */
  readonly unit: NamedUnit | "currency";
}

/** The currency of a market, and what is to be said about where it comes from. */
export interface MarketUnit {
  readonly unit: NamedUnit;
  readonly note?: Reason;
}

/** Reads the raw answer of one call of a protocol's contracts. */
export interface AnswerDecoder {
  /** What answers so, as Solidity writes it. */
  readonly call: string;
  readonly words: readonly AnswerWord[];
  /**
   * What a `currency` is. Absent: no word is in one.
   * @param market name or address of one, null: whatever the chain's markets agree on
   * @throws UsageError when there is no such market, or they do not agree.
   */
  currency?(book: ChainBook, market: string | null): MarketUnit;
  /** Pure. What the words say together, for people, by {@link AnswerWord.name}. */
  notes(words: Readonly<Record<string, bigint>>): readonly Reason[];
}
