import { type Address, type Hex, numberToHex } from "viem";
import type { Context } from "../core/context.ts";
import { RpcError } from "../core/errors/errors.ts";
import type { ChainLog } from "../protocols/protocol.ts";
import type { Head } from "./head.ts";

/** A log as nodes answer it. */
interface RpcLog extends ChainLog {
  readonly blockNumber: Hex | null;
  readonly removed?: boolean;
}

/** Blocks of one query at most, while a watcher catches up. */
const MOST_BLOCKS = 500n;

/**
 * Every log of some contracts from one block on up to the head. A single block is asked for by its hash: a node that does not
 * have its logs yet, or has another block of that number, then fails instead of answering that there are none.
 * @throws what the client throws
 */
export async function readLogs(
  context: Context,
  addresses: readonly Address[],
  fromBlock: bigint,
  head: Head,
): Promise<readonly ChainLog[]> {
  if (addresses.length === 0 || fromBlock > head.number) return [];
  if (fromBlock === head.number) return ask(context, { address: addresses, blockHash: head.hash });
  const logs: ChainLog[] = [];
  for (let from = fromBlock; from <= head.number; from += MOST_BLOCKS) {
    const last = from + MOST_BLOCKS - 1n;
    const to = last < head.number ? last : head.number;
    logs.push(...(await ask(context, { address: addresses, fromBlock: numberToHex(from), toBlock: numberToHex(to) })));
  }
  return logs;
}

async function ask({ client }: Context, filter: object): Promise<readonly ChainLog[]> {
  const request = { method: "eth_getLogs", params: [filter] } as unknown as Parameters<typeof client.request>[0];
  const logs = (await client.request(request)) as unknown as readonly RpcLog[];
  if (logs.some(({ removed }) => removed === true)) {
    throw new RpcError("node-error", "the node answered with logs of a block that is gone", { retryable: true });
  }
  return logs;
}
