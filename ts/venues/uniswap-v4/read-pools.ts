import { type Address, type Hex, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Pools } from "../pool.ts";
import type { SwapState } from "../uniswap-v3/math/state.ts";
import { MAX_TICK, rootAtTick } from "../uniswap-v3/math/tick-math.ts";
import { unreadPools } from "../unread-pools.ts";
import type { TokenPair } from "../venue.ts";
import { UNISWAP_V4_ADDRESSES } from "./addresses.ts";
import { uniswapV4Pool } from "./pool.ts";
import { keysOf, type PoolKey, poolId } from "./pool-key.ts";
import { bitmapSlot, liquiditySlot, readNet, readSlot0, type Slot0, slot0Slot, tickSlot } from "./slots.ts";

const MANAGER = parseAbi(["function extsload(bytes32[] slots) view returns (bytes32[])"]);

/** 32 bytes each; as much as nodes take without a thought. */
const SLOTS_PER_CALL = 1_500;

/** How far ticks are read to either side: a factor of 1.65 in price, and no more initialised ones than this. */
const DISTANCE = 5_000;
const MOST_TICKS = 150;

/** Fees are millionths. */
const ONE = 1_000_000n;

interface Found {
  readonly key: PoolKey;
  readonly id: Hex;
  readonly slot0: Slot0;
  readonly liquidity: bigint;
}

/**
 * Pools without hooks, or with those of the book, that trade these pairs, with their states: what the manager has in storage, in three rounds. Shape and errors as
 * `Venue.pools`.
 */
export async function readPools(context: Context, pairs: readonly TokenPair[], blockNumber: bigint): Promise<Pools> {
  const deployment = UNISWAP_V4_ADDRESSES.of(context.book);
  if (deployment === null || pairs.length === 0) return { pools: [], unasked: [] };
  const { poolManager, hooks = [] } = deployment;
  const keys = pairs.flatMap((pair) => keysOf(pair, context.book.wrappedNative, hooks));
  const ids = keys.map(poolId);
  const load = (slots: readonly Hex[]) => loadSlots(context, poolManager, slots, blockNumber);
  try {
    const heads = await load(ids.flatMap((id) => [slot0Slot(id), liquiditySlot(id)]));
    const found = keys.flatMap((key, index): Found[] => {
      const slot0 = readSlot0(heads[2 * index]!);
      const liquidity = BigInt(heads[2 * index + 1]!);
      return slot0.root === 0n || takesAll(slot0) ? [] : [{ key, id: ids[index]!, slot0, liquidity }];
    });

    const words = found.map(wordsOf);
    const bitmaps = await load(found.flatMap(({ id }, index) => words[index]!.map((word) => bitmapSlot(id, word))));
    let first = 0;
    const ticks = found.map(({ key, slot0 }, index) => {
      const own = words[index]!;
      const values = bitmaps.slice(first, first + own.length);
      first += own.length;
      return initialised(own, values, key.tickSpacing, slot0.tick);
    });

    const nets = await load(found.flatMap(({ id }, index) => ticks[index]!.ticks.map((tick) => tickSlot(id, tick))));
    let next = 0;
    const pools = found.map(({ key, id, slot0, liquidity }, index) => {
      const { ticks: known, low, high } = ticks[index]!;
      const own = nets.slice(next, next + known.length).map(readNet);
      next += known.length;
      const roots = known.map(rootAtTick);
      const stateOf = (fee: bigint): SwapState => ({
        shared: { fee, spacing: key.tickSpacing, ticks: known, nets: own, roots, low, high, pauses: new Map() },
        root: slot0.root,
        tick: slot0.tick,
        liquidity,
      });
      const [down, up] = slot0.protocolFees.map((fee) => stateOf(withProtocolFee(fee, slot0.lpFee)));
      return uniswapV4Pool({ poolManager, id, key, down: down!, up: up! });
    });
    return { pools, unasked: [] };
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    return {
      pools: [],
      unasked: unreadPools(
        "Uniswap V4",
        Array.from(keys, () => error),
      ),
    };
  }
}

async function loadSlots(
  { client, config, signal }: Context,
  address: Address,
  slots: readonly Hex[],
  blockNumber: bigint,
): Promise<Hex[]> {
  const chunks: Hex[][] = [];
  for (let begin = 0; begin < slots.length; begin += SLOTS_PER_CALL) {
    chunks.push(slots.slice(begin, begin + SLOTS_PER_CALL));
  }
  const answers = await mapConcurrent(chunks, config.concurrency, (chunk) =>
    client.readContract({ address, abi: MANAGER, functionName: "extsload", args: [chunk], blockNumber }),
  );
  if (signal.aborted) throw new InterruptedError();
  return answers.flat();
}

/** Whether nothing of a sale is left to swap, in either direction: what a hook may set, and what the protocol's fee may make of a little less. */
function takesAll({ protocolFees, lpFee }: Slot0): boolean {
  return protocolFees.some((fee) => withProtocolFee(fee, lpFee) >= ONE);
}

/** Both fees as one, of what is sold (`ProtocolFeeLibrary.calculateSwapFee` of v4-core 1.0.2). */
function withProtocolFee(protocolFee: bigint, lpFee: bigint): bigint {
  return protocolFee + lpFee - (protocolFee * lpFee) / ONE;
}

/** Words of the bitmap within reach. */
function wordsOf({ key: { tickSpacing }, slot0: { tick } }: Found): number[] {
  const wordAt = (one: number) => Math.floor(one / tickSpacing) >> 8;
  const [first, last] = [wordAt(Math.max(tick - DISTANCE, -MAX_TICK)), wordAt(Math.min(tick + DISTANCE, MAX_TICK))];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Initialised ticks of some words, and between which two every one of them is known. */
function initialised(words: readonly number[], bitmaps: readonly Hex[], spacing: number, tick: number) {
  const all = words.flatMap((word, index) => {
    const bits = BigInt(bitmaps[index]!);
    const places = Array.from({ length: 256 }, (_, place) => place).filter((place) => (bits >> BigInt(place)) & 1n);
    return places.map((place) => (word * 256 + place) * spacing);
  });
  const below = all.filter((one) => one <= tick).slice(-MOST_TICKS);
  const above = all.filter((one) => one > tick).slice(0, MOST_TICKS);
  const isCut = { below: below.length === MOST_TICKS, above: above.length === MOST_TICKS };
  const low = isCut.below ? below[0]! : Math.max(words[0]! * 256 * spacing, -MAX_TICK);
  const high = isCut.above ? above.at(-1)! : Math.min((words.at(-1)! * 256 + 255) * spacing, MAX_TICK);
  return { ticks: [...below, ...above], low, high };
}
