import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { morphoLensAbi } from "../../generated/MorphoLens.ts";
import type { AccountState, OnProgress } from "../protocol.ts";
import type { AccountRef } from "../types.ts";
import { type Answer, failedCall } from "./answer.ts";
import { bySingleton, type PositionKey } from "./by-singleton.ts";
import { decodeMarkets, type MarketRecord, type PositionRecord } from "./lens.ts";
import { readPositions } from "./read-positions.ts";
import type { MorphoState } from "./state.ts";

type State = AccountState<MorphoState>;

/** About 270 bytes each. */
const MARKETS_PER_CALL = 80;

/**
 * Reads Morpho Blue positions at one block: 80 markets a call, 700 positions a call. Order is kept. What cannot be read is a
 * result with the reason, its timestamp 0 when the call itself failed. An oracle that reverts is a price of null.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function read(
  context: Context,
  refs: readonly AccountRef[],
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<State[]> {
  const places: number[] = [];
  const positions: PositionKey[] = [];
  for (const [index, { market, marketId, user }] of refs.entries()) {
    if (!marketId) continue;
    places.push(index);
    positions.push({ morpho: market, id: marketId.toLowerCase() as Hex, user });
  }

  const markets = await readMarkets(context, positions, blockNumber);
  const found = await readPositions(context, positions, blockNumber, (done) =>
    onProgress?.(done, refs.length, "reading Morpho positions"),
  );

  const states = refs.map((ref): State => ({ ok: false, ref, blockNumber, timestamp: 0n, reason: NO_MARKET_ID }));
  for (const [at, index] of places.entries()) {
    const market = markets.get(keyOf(positions[at]!))!;
    states[index] = combine(refs[index]!, blockNumber, market, found[at]!);
  }
  return states;
}

const NO_MARKET_ID: Reason = { code: "no-market-id", message: "a Morpho position needs the id of its market" };

function combine(
  ref: AccountRef,
  blockNumber: bigint,
  market: Answer<MarketRecord>,
  position: Answer<PositionRecord>,
): State {
  const timestamp = market.ok ? market.timestamp : position.ok ? position.timestamp : 0n;
  const refuse = (reason: Reason): State => ({ ok: false, ref, blockNumber, timestamp, reason });
  if (!market.ok) return refuse(market.reason);
  if (!market.record.ok) return refuse(market.record.reason);
  if (!position.ok) return refuse(position.reason);
  return { ok: true, ref, blockNumber, timestamp, state: { market: market.record.market, ...position.record } };
}

/** Every market of the positions once, by singleton and id. */
async function readMarkets(
  context: Context,
  positions: readonly PositionKey[],
  blockNumber: bigint,
): Promise<Map<string, Answer<MarketRecord>>> {
  const answers = new Map<string, Answer<MarketRecord>>();
  for (const [morpho, all] of bySingleton(positions)) {
    const ids = [...new Set(all.map(({ id }) => id))];
    const found = await readBatched<Hex, Answer<MarketRecord>>(ids, {
      batchSize: MARKETS_PER_CALL,
      concurrency: context.config.concurrency,
      signal: context.signal,
      read: async (batch) => {
        const [done, timestamp, records] = await callDeployless(context.client, {
          contract: "MorphoLens",
          abi: morphoLensAbi,
          functionName: "markets",
          args: [morpho, batch],
          blockNumber,
        });
        const decoded = decodeMarkets(records, morpho, batch.slice(0, Number(done)));
        return decoded.map((record) => ({ ok: true, timestamp, record }));
      },
      failed: (_, error) => failedCall("market-unreadable", "the market could not be read", error),
    });
    for (const [index, answer] of found.entries()) answers.set(keyOf({ morpho, id: ids[index]! }), answer);
  }
  return answers;
}

function keyOf({ morpho, id }: Pick<PositionKey, "morpho" | "id">): string {
  return `${morpho.toLowerCase()} ${id}`;
}
