import type { Address } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import type { MarketReads, OnProgress, Read } from "./protocol.ts";
import { marketKey, type Target, userOf } from "./target.ts";

/** An account that is asked for, and its place among the targets. */
export interface PlacedAccount {
  readonly user: Address;
  readonly place: number;
}

/** Accounts of one market. */
export interface MarketAccounts<Market> {
  readonly accounts: readonly PlacedAccount[];
  readonly market: Read<Market>;
  readonly onDone: (done: number) => void;
}

/** How a protocol reads what accounts have in one of its markets. */
export interface ReadingByMarket<Market, Position> {
  /** What people call the protocol. */
  readonly protocol: string;
  readonly blockNumber: bigint;
  readonly onProgress?: OnProgress | undefined;
  /** One for each account, in their order. */
  readonly readInMarket: (asked: MarketAccounts<Market>) => Promise<readonly Read<Position>[]>;
}

/** Positions of accounts, all markets side by side. Order is kept; a target that is no account is refused. */
export async function readByMarket<Market, Position>(
  targets: readonly Target[],
  markets: MarketReads<Market> | Promise<MarketReads<Market>>,
  { protocol, blockNumber, onProgress, readInMarket }: ReadingByMarket<Market, Position>,
): Promise<Read<Position>[]> {
  const noAccount = { code: "not-an-account", message: `a market of ${protocol} has nothing but accounts` };
  const reads = new Array<Read<Position>>(targets.length).fill(unreadAt(blockNumber, 0n, noAccount));
  const done = new Map<string, number>();
  const readOne = async ([key, accounts]: [string, PlacedAccount[]]) => {
    const onDone = (count: number) => {
      done.set(key, count);
      const total = [...done.values()].reduce((sum, one) => sum + one, 0);
      onProgress?.(total, targets.length, `reading ${protocol} accounts`);
    };
    const market = (await markets).get(key) ?? unreadAt(blockNumber, 0n, MARKET_NOT_READ);
    const found = await readInMarket({ accounts, market, onDone });
    for (const [index, { place }] of accounts.entries()) reads[place] = found[index]!;
    onDone(accounts.length);
  };
  await Promise.all([...byMarket(targets)].map(readOne));
  return reads;
}

/** A read that failed, with the reason. */
export function unreadAt(blockNumber: bigint, timestamp: bigint, reason: Reason): Read<never> {
  return { ok: false, blockNumber, timestamp, reason };
}

const MARKET_NOT_READ: Reason = { code: "market-unreadable", message: "the market of the account was not read" };

/** The accounts of each market, in the order in which the markets first occur. */
function byMarket(targets: readonly Target[]): Map<string, PlacedAccount[]> {
  const markets = new Map<string, PlacedAccount[]>();
  for (const [place, target] of targets.entries()) {
    const user = userOf(target);
    if (user === null) continue;
    const key = marketKey(target);
    const accounts = markets.get(key) ?? [];
    accounts.push({ user, place });
    markets.set(key, accounts);
  }
  return markets;
}
