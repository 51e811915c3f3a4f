import type { PublicClient } from "viem";
import { RpcError } from "../core/errors/errors.ts";
import { type FoundBlock, findBlock } from "../core/rpc/block.ts";

/** The newest block, with its place in the chain's history. */
export type Head = FoundBlock;

/** @throws RpcError when the endpoint has none; what the client throws when it cannot be asked. */
export async function readHead(client: Pick<PublicClient, "request">): Promise<Head> {
  const block = await findBlock(client, { tag: "latest" });
  if (block === null) throw new RpcError("node-error", "the endpoint has no newest block", { retryable: true });
  return block;
}
