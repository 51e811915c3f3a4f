import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { type MarketAccounts, type PlacedAccount, readByMarket, unreadAt } from "../read-by-market.ts";
import type { Target } from "../target.ts";

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
  return readByMarket(targets, markets, {
    protocol: version,
    blockNumber,
    onProgress,
    readInMarket: (accounts) => readInMarket(context, { ...asked, ...accounts }),
  });
}

interface Asked<Position> extends AccountsOf<Position>, MarketAccounts<PoolMarket> {
  readonly blockNumber: bigint;
}

async function readInMarket<Position>(context: Context, asked: Asked<Position>): Promise<Read<Position>[]> {
  const { accounts, market, blockNumber, onDone, readRecords } = asked;
  if (!market.ok) return accounts.map(() => unreadAt(blockNumber, market.timestamp, market.reason));
  const { pool, reserves } = market.state;
  const timestamp = market.blockNumber === blockNumber ? market.timestamp : await timeOf(context, blockNumber);
  if (typeof timestamp !== "bigint") return accounts.map(() => unreadAt(blockNumber, 0n, timestamp));
  const wanted = accounts.length > FEW ? [] : reserves;
  const others = wanted.reduce((bits, { id }) => bits | (1n << BigInt(id)), 0n);
  return readBatched<PlacedAccount, Read<Position>>(accounts, {
    batchSize: ACCOUNTS_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    onDone,
    read: async (batch) => {
      const users = batch.map(({ user }) => user);
      const records = await readRecords(context, { pool, users, others, blockNumber });
      return records.map((state) =>
        state === null ? unreadAt(blockNumber, timestamp, UNREADABLE) : { ok: true, blockNumber, timestamp, state },
      );
    },
    failed: (_, error) => {
      const message = `the account could not be read: ${describeReadError(error)}`;
      return unreadAt(blockNumber, timestamp, { code: "read-failed", message });
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

const UNREADABLE: Reason = { code: "account-unreadable", message: "a balance of the account could not be read" };
