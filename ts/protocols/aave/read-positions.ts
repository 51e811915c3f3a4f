import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { marketKey, type Target, userOf } from "../target.ts";

/** A market of which a lens reads accounts. */
export interface PoolMarket {
  readonly pool: Address;
  readonly reserves: readonly { readonly id: number }[];
}

/** What one call of a lens is asked for. */
export interface RecordsCall {
  readonly pool: Address;
  readonly users: readonly Address[];
  /** Reserves to look into in any case: bit i for the reserve with id i. */
  readonly others: bigint;
  readonly blockNumber: bigint;
}

/** How a version of Aave reads accounts. */
export interface AccountsOf<Position> {
  /** What people call the version. */
  readonly version: string;
  /**
   * The accounts from the first on, as many as one call gives; null for one that cannot be read. Throws what the call of the
   * lens throws.
   */
  readonly readRecords: (context: Context, call: RecordsCall) => Promise<readonly (Position | null)[]>;
}

/** As few accounts of a market as a person asks about are read completely, with supplies that are no collateral. */
const FEW = 5;
/** Accounts per call: at 95 bytes each, five balances, they just fill what one call can return. */
const ACCOUNTS_PER_CALL = 250;

/**
 * Reads positions at one block, 250 accounts of a market a call. Order is kept. What cannot be read is a result with the
 * reason; the accounts of a market that could not be read are not asked for.
 * @param markets of that block; those of an earlier one cost one request more, for the block's time
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readAccounts<Market extends PoolMarket, Position>(
  context: Context,
  targets: readonly Target[],
  markets: MarketReads<Market> | Promise<MarketReads<Market>>,
  asked: AccountsOf<Position> & { readonly blockNumber: bigint; readonly onProgress?: OnProgress | undefined },
): Promise<Read<Position>[]> {
  const { version, blockNumber, onProgress } = asked;
  const reads = new Array<Read<Position>>(targets.length).fill(refusedAt(blockNumber, 0n, notAnAccount(version)));
  const done = new Map<string, number>();
  const readOne = async ([key, accounts]: [string, Account[]]) => {
    const onDone = (count: number) => {
      done.set(key, count);
      const total = [...done.values()].reduce((sum, one) => sum + one, 0);
      onProgress?.(total, targets.length, `reading ${version} accounts`);
    };
    const market = (await markets).get(key) ?? refusedAt(blockNumber, 0n, MARKET_NOT_READ);
    const found = await readInMarket(context, { ...asked, accounts, market, onDone });
    for (const [index, { place }] of accounts.entries()) reads[place] = found[index]!;
    onDone(accounts.length);
  };
  await Promise.all([...byMarket(targets)].map(readOne));
  return reads;
}

/** An account that is asked for, and its place among the targets. */
interface Account {
  readonly user: Address;
  readonly place: number;
}

interface MarketAccounts<Position> extends AccountsOf<Position> {
  readonly accounts: readonly Account[];
  readonly market: Read<PoolMarket>;
  readonly blockNumber: bigint;
  readonly onDone: (done: number) => void;
}

async function readInMarket<Position>(context: Context, asked: MarketAccounts<Position>): Promise<Read<Position>[]> {
  const { accounts, market, blockNumber, onDone, readRecords } = asked;
  if (!market.ok) return accounts.map(() => refusedAt(blockNumber, market.timestamp, market.reason));
  const { pool, reserves } = market.state;
  const timestamp = market.blockNumber === blockNumber ? market.timestamp : await timeOf(context, blockNumber);
  if (typeof timestamp !== "bigint") return accounts.map(() => refusedAt(blockNumber, 0n, timestamp));
  const wanted = accounts.length > FEW ? [] : reserves;
  const others = wanted.reduce((bits, { id }) => bits | (1n << BigInt(id)), 0n);
  return readBatched<Account, Read<Position>>(accounts, {
    batchSize: ACCOUNTS_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    onDone,
    read: async (batch) => {
      const users = batch.map(({ user }) => user);
      const records = await readRecords(context, { pool, users, others, blockNumber });
      return records.map((state) =>
        state === null ? refusedAt(blockNumber, timestamp, UNREADABLE) : { ok: true, blockNumber, timestamp, state },
      );
    },
    failed: (_, error) => {
      const message = `the account could not be read: ${describeReadError(error)}`;
      return refusedAt(blockNumber, timestamp, { code: "read-failed", message });
    },
  });
}

/** Seconds, or why the block cannot be read. */
async function timeOf(context: Context, blockNumber: bigint): Promise<bigint | Reason> {
  try {
    return (await context.client.getBlock({ blockNumber })).timestamp;
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    return { code: "block-unreadable", message: `the block could not be read: ${describeReadError(error)}` };
  }
}

const refusedAt = (blockNumber: bigint, timestamp: bigint, reason: Reason) =>
  ({ ok: false, blockNumber, timestamp, reason }) as const;

const notAnAccount = (version: string): Reason => {
  return { code: "not-an-account", message: `a market of ${version} has nothing but accounts` };
};
const MARKET_NOT_READ: Reason = { code: "market-unreadable", message: "the market of the account was not read" };
const UNREADABLE: Reason = { code: "account-unreadable", message: "a balance of the account could not be read" };

/** The accounts of each market, in the order in which the markets first occur. */
function byMarket(targets: readonly Target[]): Map<string, Account[]> {
  const markets = new Map<string, Account[]>();
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
