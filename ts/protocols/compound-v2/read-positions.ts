import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { compoundV2LensAbi } from "../../generated/CompoundV2Lens.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { marketKey, type Target, userOf } from "../target.ts";
import { decodeAccounts } from "./lens.ts";
import type { CompoundMarket, CompoundPosition } from "./state.ts";

type PositionRead = Read<CompoundPosition>;

/** Accounts per call: a token of each costs 5,000 gas or so. */
const ACCOUNTS_PER_CALL = 200;

/**
 * Positions at one block, 200 accounts of a comptroller a call. Order is kept. What cannot be read is a result with the reason; the
 * accounts of a market that could not be read are not asked for.
 * @param markets of that block or an earlier one: only their lists of tokens are used
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readPositions(
  context: Context,
  targets: readonly Target[],
  markets: MarketReads<CompoundMarket> | Promise<MarketReads<CompoundMarket>>,
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<PositionRead[]> {
  const reads = new Array<PositionRead>(targets.length).fill(unread(blockNumber, NO_ACCOUNT));
  const done = new Map<string, number>();
  const readOne = async ([key, accounts]: [string, Account[]]) => {
    const onDone = (count: number) => {
      done.set(key, count);
      const total = [...done.values()].reduce((sum, one) => sum + one, 0);
      onProgress?.(total, targets.length, "reading Compound V2 accounts");
    };
    const market = (await markets).get(key) ?? unread(blockNumber, MARKET_NOT_READ);
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
  readonly market: Read<CompoundMarket>;
  readonly blockNumber: bigint;
  readonly onDone: (done: number) => void;
}

async function readInMarket(
  context: Context,
  { accounts, market, blockNumber, onDone }: MarketAccounts,
): Promise<PositionRead[]> {
  if (!market.ok) return accounts.map(() => unread(blockNumber, market.reason));
  const { comptroller, list } = market.state;
  return readBatched<Account, PositionRead>(accounts, {
    batchSize: ACCOUNTS_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    onDone,
    read: async (batch) => {
      const [done, timestamp, records] = await callDeployless(context.client, {
        contract: "CompoundV2Lens",
        abi: compoundV2LensAbi,
        functionName: "accounts",
        args: [comptroller, list, batch.map(({ user }) => user)],
        blockNumber,
      });
      return decodeAccounts(records, list.length, Number(done)).map((state) =>
        state === null
          ? { ok: false, blockNumber, timestamp, reason: UNREADABLE }
          : { ok: true, blockNumber, timestamp, state },
      );
    },
    failed: (_, error) => {
      const message = `the account could not be read: ${describeReadError(error)}`;
      return unread(blockNumber, { code: "read-failed", message });
    },
  });
}

const unread = (blockNumber: bigint, reason: Reason) => ({ ok: false, blockNumber, timestamp: 0n, reason }) as const;

const NO_ACCOUNT: Reason = { code: "not-an-account", message: "a comptroller has nothing but accounts" };
const MARKET_NOT_READ: Reason = { code: "market-unreadable", message: "the market of the account was not read" };
const UNREADABLE: Reason = {
  code: "account-unreadable",
  message: "a balance of the account could not be read, or it is in a market that the comptroller no longer lists",
};

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
