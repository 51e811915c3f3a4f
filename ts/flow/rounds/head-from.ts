import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../../core/context.ts";
import { InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { type ResolvedBlock, resolveBlock } from "../../core/rpc/block.ts";

const PAUSE_MS = 250;
const MOST_LOOKS = 60;

/**
 * The newest block, once it is not before `least`: behind a balancer an endpoint may not have the block yet in which the transaction
 * lies whose effects are to be seen.
 * @throws RpcError when that takes longer than a quarter of a minute; InterruptedError
 */
export async function headFrom({ client, signal, book }: Context, least: bigint): Promise<ResolvedBlock> {
  for (let look = 1; ; look++) {
    const block = await resolveBlock(client, { tag: "latest" });
    if (block.number >= least) return block;
    if (look === MOST_LOOKS) {
      const message = `the endpoint of ${book.name} still answers with block ${block.number}, ${least} is known`;
      throw new RpcError("node-error", message, { retryable: true, hint: "try again, or use another endpoint" });
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {
      throw new InterruptedError();
    });
  }
}
