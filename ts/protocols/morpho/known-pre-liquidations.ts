import { type Address, getAddress, type Hex, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import { type ScannedLog, scanLogs } from "../../core/logs/logs.ts";
import { unscannedBlocks } from "../../core/logs/unscanned-blocks.ts";
import type { OnProgress } from "../protocol.ts";
import type { PreLiquidationFactory } from "./addresses.ts";
import { FEW_QUERIES, RARE } from "./rare-logs.ts";
import type { PreLiquidation } from "./state.ts";

/** A contract that borrowers of a market may authorise. */
export interface KnownPreLiquidation extends Omit<PreLiquidation, "price"> {
  readonly marketId: Hex;
  /** Of its making. */
  readonly block: bigint;
}

/** What was made for each market, by its id in lower case, in the order in which it was. */
export type KnownPreLiquidations = ReadonlyMap<string, readonly KnownPreLiquidation[]>;

/** EventsLib.sol of morpho-org/pre-liquidation. */
const CREATED = parseAbiItem(
  "event CreatePreLiquidation(address indexed preLiquidation, bytes32 id, (uint256 preLltv, uint256 preLCF1, uint256 preLCF2, uint256 preLIF1, uint256 preLIF2, address preLiquidationOracle) preLiquidationParams)",
);

/** Blocks that are looked at once more, in case they were others. */
const OVERLAP = 64n;

interface Memory {
  readonly toBlock: bigint;
  readonly items: ReadonlySet<string>;
}

/** What this process has found, so that a watcher asks for the blocks since alone. */
const FOUND = new WeakMap<Context, Memory>();

/**
 * Every pre-liquidation contract that was made until `toBlock`. The first look is a log scan that is stored, later ones of the
 * same context are a query each.
 * @throws RpcError, InterruptedError from the log scan
 */
export async function findPreLiquidations(
  context: Context,
  { address, fromBlock }: PreLiquidationFactory,
  toBlock: bigint,
  { anew = false, onProgress }: { readonly anew?: boolean; readonly onProgress?: OnProgress | undefined } = {},
): Promise<KnownPreLiquidations> {
  const before = anew ? undefined : FOUND.get(context);
  if (before !== undefined && before.toBlock >= toBlock) return readItems(before.items, address, toBlock);
  const items =
    before === undefined
      ? await collect(context, { address, fromBlock, toBlock, anew, onProgress })
      : new Set([...before.items, ...(await since(context, address, before.toBlock - OVERLAP, toBlock))]);
  FOUND.set(context, { toBlock, items });
  return readItems(items, address, toBlock);
}

/** What this context has found so far; null before the first look. */
export function foundPreLiquidations(
  context: Context,
  factory: PreLiquidationFactory,
  toBlock: bigint,
): KnownPreLiquidations | null {
  const found = FOUND.get(context);
  return found === undefined ? null : readItems(found.items, factory.address, toBlock);
}

/** Whether looking takes a query or two, by what is remembered and stored. */
export async function isFound(context: Context, factory: PreLiquidationFactory, toBlock: bigint): Promise<boolean> {
  return FOUND.has(context) || (await unscanned(context, factory, toBlock)) <= context.config.logChunkBlocks;
}

/**
 * As `findPreLiquidations`, for whoever names one position and waits: null where the search has not been made by anybody and
 * would take long.
 */
export async function findPreLiquidationsSoon(
  context: Context,
  factory: PreLiquidationFactory,
  toBlock: bigint,
): Promise<KnownPreLiquidations | null> {
  const isLong = async () => (await unscanned(context, factory, toBlock)) > FEW_QUERIES * context.config.logChunkBlocks;
  if (!FOUND.has(context) && (await isLong())) return null;
  return findPreLiquidations(context, factory, toBlock);
}

const unscanned = (context: Context, { address, fromBlock }: PreLiquidationFactory, toBlock: bigint) =>
  unscannedBlocks(context, { address, events: [CREATED], fromBlock, toBlock });

interface Collection {
  readonly address: Address;
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  readonly anew: boolean;
  readonly onProgress: OnProgress | undefined;
}

async function collect(context: Context, { onProgress, ...logs }: Collection): Promise<Set<string>> {
  const { items, late } = await collectLogs(context, {
    ...logs,
    events: [CREATED],
    itemOf,
    chunkBlocks: RARE * context.config.logChunkBlocks,
    onProgress: (done, total) => onProgress?.(done, total, "looking for pre-liquidations of Morpho"),
  });
  if (late !== null) context.logger.warn("pre-liquidations of Morpho may be missing", { reason: late.message });
  return new Set(items);
}

async function since(context: Context, address: Address, from: bigint, toBlock: bigint): Promise<string[]> {
  const { client, config, signal } = context;
  const { logChunkBlocks: chunkBlocks, concurrency } = config;
  const scan = { client, signal, chunkBlocks, concurrency, address, events: [CREATED] };
  const found: string[] = [];
  for await (const { logs } of scanLogs({ ...scan, fromBlock: from > 0n ? from : 0n, toBlock })) {
    found.push(...logs.map(itemOf));
  }
  return found;
}

/** Everything that is ever asked of the contract, which cannot change. */
function itemOf({ args, blockNumber }: ScannedLog<typeof CREATED>): string {
  const { preLltv, preLCF1, preLCF2, preLIF1, preLIF2, preLiquidationOracle } = args.preLiquidationParams;
  const words = [args.id, args.preLiquidation, preLltv, preLCF1, preLCF2, preLIF1, preLIF2, preLiquidationOracle];
  return [...words, blockNumber].join(":");
}

function readItems(items: Iterable<string>, factory: Address, toBlock: bigint): KnownPreLiquidations {
  const known = new Map<string, KnownPreLiquidation[]>();
  for (const item of items) {
    const [marketId, address, preLltv, lcf1, lcf2, lif1, lif2, oracle, block] = item.split(":") as [Hex, ...string[]];
    if (BigInt(block!) > toBlock) continue;
    const terms = {
      preLltv: BigInt(preLltv!),
      closeFactorLow: BigInt(lcf1!),
      closeFactorHigh: BigInt(lcf2!),
      incentiveLow: BigInt(lif1!),
      incentiveHigh: BigInt(lif2!),
    };
    const made = { address: getAddress(address!), factory, oracle: getAddress(oracle!), block: BigInt(block!) };
    const key = marketId.toLowerCase();
    known.set(key, [...(known.get(key) ?? []), { marketId, terms, ...made }]);
  }
  return known;
}
