import type { Address, Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { morphoLensAbi } from "../../generated/MorphoLens.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import { type Target, userOf } from "../target.ts";
import { bySingleton } from "./by-singleton.ts";
import { decodePositions } from "./lens.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";
import { failedCall, NO_MARKET_ID, unread } from "./unread.ts";

type PositionRead = Read<MorphoPosition>;

/** A position as the lens is asked for it; the id in lower case. */
interface Query {
  /** Of the target that it answers. */
  readonly index: number;
  readonly morpho: Address;
  readonly id: Hex;
  readonly user: Address;
}

/** At most 34 bytes each. */
const POSITIONS_PER_CALL = 700;

const NO_ACCOUNT: Reason = { code: "no-account", message: "what is not an account has no position in Morpho" };

/**
 * Borrow shares and collateral of positions at one block, 700 a call. Order is kept; what cannot be read is a result with the
 * reason. The markets are not needed.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readPositions(
  context: Context,
  targets: readonly Target[],
  _markets: MarketReads<MorphoMarket> | Promise<MarketReads<MorphoMarket>>,
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<PositionRead[]> {
  const reads: PositionRead[] = [];
  const queries: Query[] = [];
  for (const [index, target] of targets.entries()) {
    const user = userOf(target);
    reads.push(unread(blockNumber, user === null ? NO_ACCOUNT : NO_MARKET_ID));
    if (user === null || !target.marketId) continue;
    queries.push({ index, morpho: target.market, id: target.marketId.toLowerCase() as Hex, user });
  }

  let before = 0;
  for (const [morpho, all] of bySingleton(queries)) {
    const found = await readBatched<Query, PositionRead>(all, {
      batchSize: POSITIONS_PER_CALL,
      concurrency: context.config.concurrency,
      signal: context.signal,
      onDone: (done) => onProgress?.(before + done, targets.length, "reading Morpho positions"),
      read: async (batch) => {
        const ids = [...new Set(batch.map(({ id }) => id))];
        const indexOf = new Map(ids.map((id, index) => [id, BigInt(index)]));
        const [done, timestamp, records] = await callDeployless(context.client, {
          contract: "MorphoLens",
          abi: morphoLensAbi,
          functionName: "positions",
          args: [morpho, ids, batch.map(({ id, user }) => (indexOf.get(id)! << 160n) | BigInt(user))],
          blockNumber,
        });
        return decodePositions(records, Number(done)).map((state) => ({ ok: true, blockNumber, timestamp, state }));
      },
      failed: (_, error) => unread(blockNumber, failedCall("read-failed", "the position could not be read", error)),
    });
    for (const [at, read] of found.entries()) reads[all[at]!.index] = read;
    before += all.length;
  }
  return reads;
}
