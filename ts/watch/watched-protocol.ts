import { type Address, getAddress } from "viem";
import type { Context } from "../core/context.ts";
import { min } from "../core/math/math.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { describeReadError } from "../core/rpc/read-errors.ts";
import { type DebtGap, debtGaps } from "../flow/assess/debt-gaps.ts";
import { findGaps } from "../flow/assess/find-gaps.ts";
import { readStates } from "../flow/assess/read-states.ts";
import type { States } from "../flow/assess/states.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { ChainLog, OnProgress, Read } from "../protocols/protocol.ts";
import { type MarketRef, marketKey, type Target, targetKey, userOf } from "../protocols/target.ts";

/** Whose targets alone are watched, each with its checksum; null: everybody's. */
export type Users = ReadonlySet<Address> | null;

/** What a watcher knows of one protocol: every target that ever borrowed, and what was last read of it. */
export interface WatchedProtocol {
  readonly name: ProtocolName;
  readonly states: States;
  /** Keys of the targets. */
  readonly known: ReadonlySet<string>;
  readonly users: Users;
  /** Where not everybody who owes is known to be found. */
  readonly gaps: readonly DebtGap[];
  /** When everybody is looked for again, as long as there are gaps. */
  readonly search: Search;
}

interface Search {
  /** Timestamp of the first block for which it is, seconds. */
  readonly notBefore: bigint;
  /** In how many in a row not everybody was found. */
  readonly failed: number;
}

const AT_ONCE: Search = { notBefore: 0n, failed: 0 };
/** After the first search that did not find everybody, then twice as long each time, seconds. */
const FIRST_PAUSE = 300n;
const LONGEST_PAUSE = 86_400n;

/** What a block changed. */
export interface BlockChange {
  readonly logs: readonly ChainLog[];
  /** Targets, by key, that must be read again whatever the logs say. */
  readonly again: ReadonlySet<string>;
  readonly blockNumber: bigint;
  /** Of that block, seconds. */
  readonly timestamp: bigint;
}

/**
 * Everything of a protocol, from the logs up to one block and the states of that block: what `targets` reads.
 * @throws as `Protocol.discover` and `Protocol.readMarkets`
 */
export async function openProtocol(
  context: Context,
  name: ProtocolName,
  toBlock: bigint,
  { anew = false, users = null, onProgress }: OpenOptions = {},
): Promise<WatchedProtocol> {
  const protocol = PROTOCOLS[name];
  const found = await protocol.discover(context, {
    toBlock,
    anew,
    ...(users !== null && { users: [...users] }),
    ...(onProgress && { onProgress }),
  });
  const states = await readStates(context, protocol, found.targets, toBlock, onProgress);
  const gaps = await findGaps(context, protocol, found, states, toBlock);
  return { name, states, known: keysOf(found.targets), users, gaps, search: AT_ONCE };
}

export interface OpenOptions {
  /** Forget what earlier log scans have found. Absent: no. */
  readonly anew?: boolean;
  /** Absent or null: everybody. */
  readonly users?: Users;
  readonly onProgress?: OnProgress;
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
  before: WatchedProtocol,
  { logs, again, blockNumber, timestamp }: BlockChange,
): Promise<{ readonly next: WatchedProtocol; readonly touched: ReadonlySet<string> }> {
  const { name, states, known, users } = before;
  const protocol = PROTOCOLS[name];
  const found = protocol
    .touchedBy(logs, context.book, states.markets, states.targets)
    .filter(({ target }) => users === null || isAmong(users, target));
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
  const now = { targets, markets, positions };
  // of markets in which nobody was found nothing is read at every block
  const elsewhere = before.gaps.filter(({ market }) => !markets.has(marketKey(market)));
  const gaps = [...debtGaps(protocol, now), ...elsewhere];
  const next = { name, states: now, known: added.length === 0 ? known : keysOf(targets), users, gaps, search: AT_ONCE };
  return {
    next:
      // whom a list does not name nobody is to look for
      gaps.length === 0 || users !== null
        ? next
        : await searchAgain(context, { ...next, search: before.search }, { blockNumber, timestamp }),
    touched,
  };
}

/**
 * Logs were late, or were not answered at all: everybody is looked for again, from the last hour of the stored scan or, where
 * that did not help before, from its beginning. What was known stays when that fails.
 */
async function searchAgain(
  context: Context,
  known: WatchedProtocol,
  { blockNumber, timestamp }: Pick<BlockChange, "blockNumber" | "timestamp">,
): Promise<WatchedProtocol> {
  const { failed, notBefore } = known.search;
  if (timestamp < notBefore) return known;
  const pause = min(FIRST_PAUSE << BigInt(failed), LONGEST_PAUSE);
  const later: Search = { notBefore: timestamp + pause, failed: failed + 1 };
  try {
    const opened = await openProtocol(context, known.name, blockNumber);
    return opened.gaps.length === 0 ? opened : { ...opened, search: later };
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.logger.debug("the search for whoever is missing failed", { reason: describeReadError(error) });
    return { ...known, search: later };
  }
}

function isAmong(users: ReadonlySet<Address>, target: Target): boolean {
  const user = userOf(target);
  return user !== null && users.has(getAddress(user));
}

function keysOf(targets: readonly Target[]): Set<string> {
  return new Set(targets.map(targetKey));
}
