import { type Address, concat, type Hex, numberToHex, toFunctionSelector, zeroHash } from "viem";
import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";
import { uniswapV3StatesAbi } from "../../generated/UniswapV3States.ts";
import type { SwapState } from "./math/state.ts";
import { MAX_TICK, rootAtTick } from "./math/tick-math.ts";
import type { PoolOrigin } from "./pool-origin.ts";

/** A pool that may exist. */
export interface PoolKey {
  readonly origin: PoolOrigin;
  /** Lower case, the lower address first. */
  readonly token0: Address;
  readonly token1: Address;
  /** Fee or tick spacing. */
  readonly tier: number;
}

/** What was found of it; null: there is none. */
export type PoolRead = FoundPool | null | { readonly failure: unknown };

export interface FoundPool {
  readonly key: PoolKey;
  readonly address: Address;
  readonly state: SwapState;
  /** Of either token; null where the token does not say. */
  readonly balances: readonly [bigint | null, bigint | null];
}

/**
 * How far ticks are read: a factor of 1.65 in price from where liquidity begins, or as many initialised ticks, or words of the bitmap. The
 * last keep a crowded pool, and one that has nothing in range, from taking a call for themselves.
 */
const WALK: Walk = { distance: 5_000, ticks: 150, words: 128 };

/** How far to read on either side: ticks of price, initialised ticks, words of the bitmap. */
export interface Walk {
  readonly distance: number;
  readonly ticks: number;
  readonly words: number;
}

/** 8 bytes each beside their tokens; a call that answers fewer is continued. */
const POOLS_PER_CALL = 400;

const [READ, MISSING] = [1, 2];
const LOOKUPS = {
  fee: toFunctionSelector("getPool(address,address,uint24)"),
  "tick-spacing": toFunctionSelector("getPool(address,address,int24)"),
} as const;

/**
 * The states of pools at one block, hundreds a call or as many as the node's gas allows. One answer a key, in order.
 * @throws InterruptedError when the context's signal is aborted.
 */
export function readStates(
  context: Context,
  keys: readonly PoolKey[],
  blockNumber: bigint,
  walk: Walk = WALK,
): Promise<PoolRead[]> {
  return readBatched<PoolKey, PoolRead>(keys, {
    batchSize: POOLS_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    read: (batch) => readBatch(context, batch, blockNumber, walk),
    failed: (_, failure) => ({ failure }),
  });
}

async function readBatch(
  { client }: Context,
  keys: readonly PoolKey[],
  blockNumber: bigint,
  walk: Walk,
): Promise<PoolRead[]> {
  const origins = [...new Set(keys.map(({ origin }) => origin))];
  const tokens = [...new Set(keys.flatMap(({ token0, token1 }) => [token0, token1]))];
  const places = new Map(tokens.map((token, index) => [token, numberToHex(index, { size: 2 })]));
  const packed = keys.map(({ origin, token0, token1, tier }) =>
    concat([
      numberToHex(origins.indexOf(origin), { size: 1 }),
      places.get(token0)!,
      places.get(token1)!,
      numberToHex(tier, { size: 3 }),
    ]),
  );
  const [done, records] = await callDeployless(client, {
    contract: "UniswapV3States",
    abi: uniswapV3StatesAbi,
    functionName: "states",
    args: [origins.map(originOf), tokens, concat(packed), walk],
    blockNumber,
  });
  const reader = packedReader(records);
  return keys.slice(0, Number(done)).map((key) => readRecord(reader, key));
}

function originOf({ factory, deployer, poolInitCodeHash, key }: PoolOrigin) {
  const isComputed = deployer !== null && poolInitCodeHash !== null;
  return {
    factory: isComputed ? deployer : factory,
    initCodeHash: isComputed ? poolInitCodeHash : zeroHash,
    lookup: LOOKUPS[key] satisfies Hex,
  };
}

function readRecord(reader: PackedReader, key: PoolKey): PoolRead {
  const outcome = reader.byte();
  if (outcome === MISSING) return null;
  if (outcome !== READ) return { failure: new Error("one does not answer as a pool does") };
  const address = reader.address();
  const root = reader.uint();
  const tick = reader.number() - MAX_TICK;
  const liquidity = reader.uint();
  const fee = reader.uint();
  const spacing = reader.number();
  const balances = [reader.optionalUint(), reader.optionalUint()] as const;
  const index = Math.floor(tick / spacing);
  const below = readSide(reader, index + 1, -spacing);
  const above = readSide(reader, index, spacing);
  const all = [...below.ticks.reverse(), ...above.ticks];
  const shared = {
    fee,
    spacing,
    ticks: all.map((one) => one.tick),
    nets: all.map((one) => one.net),
    roots: all.map((one) => rootAtTick(one.tick)),
    low: below.reach,
    high: above.reach,
    pauses: new Map<number, bigint>(),
  };
  return { key, address, state: { shared, root, tick, liquidity }, balances };
}

/** @param step signed spacing */
function readSide(reader: PackedReader, from: number, step: number) {
  const ticks: { tick: number; net: bigint }[] = [];
  let away = 0;
  for (let distance = reader.number(); distance !== 0; distance = reader.number()) {
    away += distance;
    const isNegative = reader.byte() === 1;
    const net = reader.uint();
    ticks.push({ tick: from * Math.abs(step) + away * step, net: isNegative ? -net : net });
  }
  return { ticks, reach: reader.number() - MAX_TICK };
}
