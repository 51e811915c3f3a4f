import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { readStates } from "../flow/assess/read-states.ts";
import type { States } from "../flow/assess/states.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { ChainLog, OnProgress, Read } from "../protocols/protocol.ts";
import { type MarketRef, marketKey, type Target, targetKey } from "../protocols/target.ts";

/** What a watcher knows of one protocol: every target that ever borrowed, and what was last read of it. */
export interface WatchedProtocol {
  readonly name: ProtocolName;
  readonly states: States;
  /** Keys of the targets. */
  readonly known: ReadonlySet<string>;
}

/** What a block changed. */
export interface BlockChange {
  readonly logs: readonly ChainLog[];
  /** Targets, by key, that must be read again whatever the logs say. */
  readonly again: ReadonlySet<string>;
  readonly blockNumber: bigint;
}

/**
 * Everything of a protocol, from the logs up to one block and the states of that block: what `targets` reads.
 * @throws as `Protocol.discover` and `Protocol.readMarkets`
 */
export async function openProtocol(
  context: Context,
  name: ProtocolName,
  toBlock: bigint,
  onProgress?: OnProgress,
): Promise<WatchedProtocol> {
  const protocol = PROTOCOLS[name];
  const targets = await protocol.discover(context, { toBlock, ...(onProgress && { onProgress }) });
  return { name, states: await readStates(context, protocol, targets, toBlock, onProgress), known: keysOf(targets) };
}

/** Contracts whose logs have to be looked at. */
export function logSourcesOf(context: Context, { name, states: { targets, markets } }: WatchedProtocol): Address[] {
  const protocol = PROTOCOLS[name];
  const here: MarketRef[] = protocol.markets(context.book).map(({ address }) => ({ protocol: name, market: address }));
  const sources = [...here, ...targets].flatMap((ref) => {
    const market = markets.get(marketKey(ref));
    return protocol.logSources(ref, market?.ok ? market.state : null);
  });
  return [...new Set(sources)];
}

/**
 * The protocol at another block: its markets are read anew, of its positions only those that the logs are about, those that
 * change by themselves, and those that could not be read before or whose market could not: which of its contracts to listen to
 * was not known then. At the same block again, only what could not be read is another.
 * @returns also the keys of the targets that the logs are about
 * @throws as `Protocol.readMarkets`
 */
export async function followProtocol(
  context: Context,
  { name, states, known }: WatchedProtocol,
  { logs, again, blockNumber }: BlockChange,
): Promise<{ readonly next: WatchedProtocol; readonly touched: ReadonlySet<string> }> {
  const protocol = PROTOCOLS[name];
  const found = protocol.touchedBy(logs, context.book, states.markets);
  const touched = new Set(found.map(({ target }) => targetKey(target)));
  const added = found.filter(({ target, borrows }) => borrows && !known.has(targetKey(target)));
  const targets = added.length === 0 ? states.targets : [...states.targets, ...added.map(({ target }) => target)];

  const markets = await protocol.readMarkets(context, targets, blockNumber);
  const stale = targets.flatMap((target, place) => {
    const position = states.positions[place];
    const key = targetKey(target);
    const wasHeard = states.markets.get(marketKey(target))?.ok === true;
    const isStale = !position?.ok || !wasHeard || touched.has(key) || again.has(key) || protocol.drifts(position.state);
    return isStale ? [place] : [];
  });
  const positions: Read<unknown>[] = [...states.positions];
  if (stale.length > 0) {
    const read = await protocol.readPositions(
      context,
      stale.map((place) => targets[place]!),
      markets,
      blockNumber,
    );
    for (const [index, place] of stale.entries()) positions[place] = read[index]!;
  }
  const next = { name, states: { targets, markets, positions }, known: added.length === 0 ? known : keysOf(targets) };
  return { next, touched };
}

function keysOf(targets: readonly Target[]): Set<string> {
  return new Set(targets.map(targetKey));
}
