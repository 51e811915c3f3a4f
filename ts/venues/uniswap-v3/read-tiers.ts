import { concat, numberToHex, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { packedReader } from "../../core/lens/packed.ts";
import { uniswapV3StatesAbi } from "../../generated/UniswapV3States.ts";
import { CANDIDATE_FEES } from "./candidate-fees.ts";
import type { PoolOrigin } from "./pool-origin.ts";

const SPACINGS = parseAbi(["function tickSpacings() view returns (int24[])"]);

/** 3 bytes each: the whole list is one call. */
const FEES_PER_CALL = 2_000;
/** A new tier needs a vote: blocks for which an answer is taken as it was. */
const BLOCKS_KEPT = 1_000n;

interface Known {
  readonly at: bigint;
  readonly tiers: Promise<readonly number[]>;
}

const KNOWN = new WeakMap<object, Map<string, Known>>();

/**
 * The fees, or tick spacings, with which a factory makes pools, and those of the book. Asked of the factory and never of its logs, which
 * many endpoints refuse: a fee that is neither a usual number nor in the book is not seen. Remembered for a while.
 * @throws what the client throws
 */
export function readTiers(context: Context, origin: PoolOrigin, blockNumber: bigint): Promise<readonly number[]> {
  const ofClient = KNOWN.get(context.client) ?? new Map<string, Known>();
  KNOWN.set(context.client, ofClient);
  const before = ofClient.get(origin.factory);
  if (before && before.at <= blockNumber && blockNumber < before.at + BLOCKS_KEPT) return before.tiers;
  const tiers = origin.key === "fee" ? feesOf(context, origin, blockNumber) : spacingsOf(context, origin, blockNumber);
  ofClient.set(origin.factory, { at: blockNumber, tiers });
  tiers.catch(() => ofClient.delete(origin.factory));
  return tiers;
}

async function feesOf(
  { client, config, signal }: Context,
  { factory, tiers }: PoolOrigin,
  blockNumber: bigint,
): Promise<readonly number[]> {
  const fees = [...new Set([...tiers, ...CANDIDATE_FEES])];
  const enabled = await readBatched<number, boolean | Error>(fees, {
    batchSize: FEES_PER_CALL,
    concurrency: config.concurrency,
    signal,
    read: async (batch) => {
      const [done, records] = await callDeployless(client, {
        contract: "UniswapV3States",
        abi: uniswapV3StatesAbi,
        functionName: "feeTiers",
        args: [factory, concat(batch.map((fee) => numberToHex(fee, { size: 3 })))],
        blockNumber,
      });
      const reader = packedReader(records);
      const found = new Set<number>();
      while (!reader.done()) found.add(reader.number());
      return batch.slice(0, Number(done)).map((fee) => found.has(fee));
    },
    failed: (_, error) => error as Error,
  });
  const failure = enabled.find((answer) => typeof answer !== "boolean");
  if (failure) throw failure;
  return fees.filter((_, index) => enabled[index]);
}

async function spacingsOf(
  { client }: Context,
  { factory, tiers }: PoolOrigin,
  blockNumber: bigint,
): Promise<readonly number[]> {
  const found = await client.readContract({
    address: factory,
    abi: SPACINGS,
    functionName: "tickSpacings",
    blockNumber,
  });
  return [...new Set([...tiers, ...found])];
}
