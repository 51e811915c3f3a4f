import { type AbiEvent, type Address, getAddress, type Hex, toEventSelector } from "viem";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ChainLog, MarketReads, Touched } from "../protocol.ts";
import { accountTarget, marketKey, targetKey } from "../target.ts";

/** Of aTokens and debt tokens; interest that a transfer adds to a balance is in it or in another one of the same call. */
const TRANSFER = "event Transfer(address indexed from, address indexed to, uint256 value)";

const BORROW = "Borrow";
const ACCOUNT_NAMES: readonly string[] = ["onBehalfOf", "user"];

interface Event {
  /** Topics that name an account. */
  readonly topics: readonly number[];
  readonly borrows: boolean;
}

/** What events say about accounts, by their topic. */
export type EventTable = ReadonlyMap<Hex, Event>;

/** Of events of a pool, each of which names the account in a topic, as `onBehalfOf` or else as `user`. */
export function eventTable(events: readonly AbiEvent[]): EventTable {
  return new Map(
    events.map((event) => {
      const indexed = event.inputs.filter((input) => "indexed" in input && input.indexed);
      const topic = 1 + indexed.findIndex(({ name }) => ACCOUNT_NAMES.includes(name ?? ""));
      return [toEventSelector(event), { topics: [topic], borrows: event.name === BORROW }];
    }),
  );
}

const IN_TOKEN: EventTable = new Map([[toEventSelector(TRANSFER), { topics: [1, 2], borrows: false }]]);

/** A market in which tokens tell of some changes. */
export interface MarketWithTokens {
  readonly reserves: readonly { readonly aToken: Address; readonly variableDebtToken: Address }[];
}

/** All aTokens and variable debt tokens; none of a market that is not known. */
export function tokensOf(market: MarketWithTokens | null): Address[] {
  return market?.reserves.flatMap(({ aToken, variableDebtToken }) => [aToken, variableDebtToken]) ?? [];
}

/** Whose logs are looked at. */
export interface LogsOf {
  readonly protocol: ProtocolName;
  readonly pools: readonly { readonly pool: Address }[];
  readonly events: EventTable;
}

/**
 * The accounts whose positions these logs may have changed, each once, in the order of the logs. Rather one too many (the
 * treasury, whoever only received) than one too few. Logs of other contracts, and malformed ones, are passed over.
 */
export function accountsTouched(
  logs: readonly ChainLog[],
  of: LogsOf,
  markets: MarketReads<MarketWithTokens>,
): Touched[] {
  const sources = sourcesOf(of, markets);
  const touched = new Map<string, Touched>();
  for (const { address, topics } of logs) {
    const source = sources.get(address.toLowerCase());
    const event = source?.events.get((topics[0] ?? "0x").toLowerCase() as Hex);
    if (source === undefined || event === undefined) continue;
    for (const place of event.topics) {
      const user = accountIn(topics[place]);
      if (user === null) continue;
      const target = accountTarget({ protocol: of.protocol, market: source.pool }, user);
      const key = targetKey(target);
      touched.set(key, { target, borrows: event.borrows || touched.get(key)?.borrows === true });
    }
  }
  return [...touched.values()];
}

interface Source {
  readonly pool: Address;
  readonly events: EventTable;
}

/** By lower-case address. Of a market from which nobody has borrowed, or that could not be read, the pool alone is known. */
function sourcesOf({ protocol, pools, events }: LogsOf, markets: MarketReads<MarketWithTokens>): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const { pool } of pools) {
    const read = markets.get(marketKey({ protocol, market: pool }));
    for (const token of tokensOf(read?.ok ? read.state : null)) {
      sources.set(token.toLowerCase(), { pool, events: IN_TOKEN });
    }
    sources.set(pool.toLowerCase(), { pool, events });
  }
  return sources;
}

const ACCOUNT_WORD = /^0x0{24}[0-9a-f]{40}$/i;
const NOBODY = /^0x0+$/;

/** The account in a topic; null for nobody's and for what is no address. */
function accountIn(topic: Hex | undefined): Address | null {
  if (topic === undefined || !ACCOUNT_WORD.test(topic) || NOBODY.test(topic)) return null;
  return getAddress(`0x${topic.slice(26)}`);
}
