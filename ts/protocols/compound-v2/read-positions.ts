import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { compoundV2LensAbi } from "../../generated/CompoundV2Lens.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { type MarketAccounts, type PlacedAccount, readByMarket, unreadAt } from "../read-by-market.ts";
import type { Target } from "../target.ts";
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
  return readByMarket(targets, markets, {
    protocol: "Compound V2",
    blockNumber,
    onProgress,
    readInMarket: (accounts) => readInMarket(context, { ...accounts, blockNumber }),
  });
}

async function readInMarket(
  context: Context,
  { accounts, market, blockNumber, onDone }: MarketAccounts<CompoundMarket> & { readonly blockNumber: bigint },
): Promise<PositionRead[]> {
  if (!market.ok) return accounts.map(() => unreadAt(blockNumber, 0n, market.reason));
  const { comptroller, list } = market.state;
  return readBatched<PlacedAccount, PositionRead>(accounts, {
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
        state === null ? unreadAt(blockNumber, timestamp, UNREADABLE) : { ok: true, blockNumber, timestamp, state },
      );
    },
    failed: (_, error) => {
      const message = `the account could not be read: ${describeReadError(error)}`;
      return unreadAt(blockNumber, 0n, { code: "read-failed", message });
    },
  });
}

const UNREADABLE: Reason = {
  code: "account-unreadable",
  message: "a balance of the account could not be read, or it is in a market that the comptroller no longer lists",
};
