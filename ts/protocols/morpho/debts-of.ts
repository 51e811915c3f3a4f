import { type Address, type Hex, parseAbiItem } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { OnProgress } from "../protocol.ts";
import type { Target } from "../target.ts";
import type { MorphoSingleton } from "./addresses.ts";
import { positionTarget } from "./position-target.ts";
import { readPositions } from "./read-positions.ts";

/** EventsLib.sol, Morpho Blue v1.0.0. */
const CREATE_MARKET = parseAbiItem(
  "event CreateMarket(bytes32 indexed id, (address loanToken, address collateralToken, address oracle, address irm, uint256 lltv) marketParams)",
);

/** A chain has thousands of markets and millions of blocks: queries may be this many times as large as configured. */
const RARE = 100n;

export interface DebtsOptions {
  readonly user: Address;
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/**
 * The positions with which a user owes something at `toBlock`: every market of the chain, from a log scan that is stored,
 * and the user's position in each. A position that cannot be read is among them: it may owe.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function debtsOf(
  context: Context,
  { morpho, fromBlock }: MorphoSingleton,
  { user, toBlock, onProgress }: DebtsOptions,
): Promise<Target[]> {
  const ids = await collectLogs(context, {
    address: morpho,
    event: CREATE_MARKET,
    fromBlock,
    toBlock,
    itemOf: ({ args }) => args.id,
    chunkBlocks: RARE * context.config.logChunkBlocks,
    onProgress: (done, total) => onProgress?.(done, total, "looking for markets of Morpho"),
  });
  const targets = ids.map((id) => positionTarget(morpho, id as Hex, user));
  const reads = await readPositions(context, targets, new Map(), toBlock, (done, total) =>
    onProgress?.(done, total, "looking into markets of Morpho"),
  );
  return targets.filter((_, index) => {
    const read = reads[index]!;
    return !read.ok || read.state.borrowShares > 0n;
  });
}
