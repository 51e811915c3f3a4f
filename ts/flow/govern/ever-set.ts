import { type Address, getAbiItem, getAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import type { OnProgress } from "../../protocols/protocol.ts";
import type { DeployedLiquidator } from "./deployed-liquidators.ts";
import { type EachList, LIST_NAMES, LISTS, type ListName } from "./rights.ts";

/** An owner changes little: far fewer logs a block than what `logChunkBlocks` is meant for. */
const RARE = 100n;

/**
 * Every address that was ever set in a list of the liquidator, allowed or not, in the order of the first time. Resumes where
 * an earlier scan ended.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function everSet(
  context: Context,
  { address, contract, fromBlock }: DeployedLiquidator,
  toBlock: bigint,
  onProgress?: OnProgress,
): Promise<EachList<readonly Address[]>> {
  const found: Partial<Record<ListName, readonly Address[]>> = {};
  for (const name of LIST_NAMES) {
    const { items } = await collectLogs(context, {
      address,
      events: [getAbiItem({ abi: flashLiquidatorAbi, name: LISTS[name].event })],
      fromBlock,
      toBlock,
      itemOf: ({ args }) => Object.values(args)[0] as Address,
      chunkBlocks: RARE * context.config.logChunkBlocks,
      onProgress: (done, total) => onProgress?.(done, total, `looking for ${name} of ${contract}`),
    });
    found[name] = items.map((item) => getAddress(item));
  }
  return found as EachList<readonly Address[]>;
}
