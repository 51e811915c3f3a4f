import type { Hex, PublicClient } from "viem";
import { RpcError } from "../core/errors/errors.ts";
import type { ResolvedBlock } from "../core/rpc/block.ts";

/** A block with its place in the chain's history. */
export interface Head extends ResolvedBlock {
  readonly hash: Hex;
  readonly parentHash: Hex;
}

/**
 * A block by number, or the newest one.
 * @throws RpcError when the endpoint does not have it; what the client throws when it cannot be asked.
 */
export async function readHead(client: Pick<PublicClient, "request">, number: bigint | "latest"): Promise<Head> {
  const wanted = number === "latest" ? number : (`0x${number.toString(16)}` as const);
  const block = await client.request({ method: "eth_getBlockByNumber", params: [wanted, false] });
  if (block === null || block.number === null || block.hash === null) {
    throw new RpcError("node-error", `the endpoint has no block ${number}`, { retryable: true });
  }
  return {
    number: BigInt(block.number),
    timestamp: BigInt(block.timestamp),
    baseFeePerGas: block.baseFeePerGas ? BigInt(block.baseFeePerGas) : null,
    hash: block.hash,
    parentHash: block.parentHash,
  };
}
