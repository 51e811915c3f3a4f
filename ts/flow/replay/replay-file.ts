import type { ChainBook } from "../../core/chain-book.ts";
import { type ChainsSetting, ownIds } from "../../core/config/own-chains.ts";
import { chainNameOf } from "../../core/names/chain-names.ts";
import type { RecordEntry, RecordFile } from "../../core/records/record-file.ts";
import { loadBook } from "../find/load-book.ts";
import { replayRecord } from "./replay-record.ts";
import type { ReplayedFile, Verdict } from "./replayed.ts";

/**
 * Works every call of a file out anew. No chain is asked.
 * @param isAsked whether the records of a protocol are wanted
 * @param own chains of the settings, which records may be of
 * @throws ConfigError for what the settings say wrongly of a chain
 */
export async function replayFile(
  { vectors }: RecordFile,
  isAsked: (protocol: string) => boolean,
  own: ChainsSetting,
): Promise<ReplayedFile> {
  const wanted = vectors.filter(({ protocol }) => isAsked(protocol));
  const books = await booksOf(wanted, own);
  const records = wanted.map((record) => replayRecord(record, books.get(record.ref?.chainId ?? "") ?? null));
  const count = (wished: Verdict) => records.filter(({ verdict }) => verdict === wished).length;
  return {
    records,
    exact: count("exact"),
    different: count("different"),
    notReplayed: count("not-replayed"),
    leftOut: vectors.length - wanted.length,
  };
}

/** What is known of the chains that records are of, by their ids; the local chain is another one every time. */
async function booksOf(records: readonly RecordEntry[], own: ChainsSetting): Promise<ReadonlyMap<string, ChainBook>> {
  const ids = new Set(records.flatMap(({ ref }) => (ref?.chainId === undefined ? [] : [ref.chainId])));
  const books = await Promise.all(
    [...ids].map(async (id) => {
      const name = chainNameOf(Number(id), ownIds(own));
      return name === null || name === "devnet" ? [] : [[id, await loadBook(name, own)] as const];
    }),
  );
  return new Map(books.flat());
}
