import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { aaveV3LensAbi } from "../../generated/AaveV3Lens.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { marketKey, type Target, userOf } from "../target.ts";
import { type AccountRecord, decodeAccounts } from "./lens.ts";
import type { AaveV3Market, AaveV3Position, AaveV3Reserve } from "./state.ts";

type PositionRead = Read<AaveV3Position>;

/** As few accounts of a market as a person asks about are read completely, with supplies that are no collateral. */
const FEW = 5;
/** Accounts per call: at 95 bytes each, five balances, they just fill what one call can return. */
const ACCOUNTS_PER_CALL = 250;

/**
 * Reads Aave V3 positions at one block, 250 accounts of a market a call. Order is kept. What cannot be read is a result
 * with the reason; the accounts of a market that could not be read are not asked for.
 * @param markets of that block; those of an earlier one cost one request more, for the block's time
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readPositions(
  context: Context,
  targets: readonly Target[],
  markets: MarketReads<AaveV3Market> | Promise<MarketReads<AaveV3Market>>,
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<PositionRead[]> {
  const reads = new Array<PositionRead>(targets.length).fill(refusedAt(blockNumber, 0n, NO_ACCOUNT));
  const done = new Map<string, number>();
  const readOne = async ([key, accounts]: [string, Account[]]) => {
    const onDone = (count: number) => {
      done.set(key, count);
      const total = [...done.values()].reduce((sum, one) => sum + one, 0);
      onProgress?.(total, targets.length, "reading Aave V3 accounts");
    };
    const market = (await markets).get(key) ?? refusedAt(blockNumber, 0n, MARKET_NOT_READ);
    const found = await readInMarket(context, { accounts, market, blockNumber, onDone });
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

interface MarketAccounts {
  readonly accounts: readonly Account[];
  readonly market: Read<AaveV3Market>;
  readonly blockNumber: bigint;
  readonly onDone: (done: number) => void;
}

async function readInMarket(context: Context, asked: MarketAccounts): Promise<PositionRead[]> {
  const { accounts, market, blockNumber, onDone } = asked;
  if (!market.ok) return accounts.map(() => refusedAt(blockNumber, market.timestamp, market.reason));
  const { pool, reserves } = market.state;
  const timestamp = market.blockNumber === blockNumber ? market.timestamp : await timeOf(context, blockNumber);
  if (typeof timestamp !== "bigint") return accounts.map(() => refusedAt(blockNumber, 0n, timestamp));
  const others = accounts.length > FEW ? [] : reserves;
  return readBatched<Account, PositionRead>(accounts, {
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

interface RecordsCall {
  readonly pool: Address;
  readonly users: readonly Address[];
  readonly others: readonly AaveV3Reserve[];
  readonly blockNumber: bigint;
}

async function readRecords(
  context: Context,
  { pool, users, others, blockNumber }: RecordsCall,
): Promise<AccountRecord[]> {
  const [done, records] = await callDeployless(context.client, {
    contract: "AaveV3Lens",
    abi: aaveV3LensAbi,
    functionName: "accounts",
    args: [pool, users, others.reduce((bits, { id }) => bits | (1n << BigInt(id)), 0n)],
    blockNumber,
  });
  return decodeAccounts(records, Number(done));
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

const NO_ACCOUNT: Reason = { code: "not-an-account", message: "an Aave V3 market has nothing but accounts" };
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
