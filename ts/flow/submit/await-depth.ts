import { setTimeout as sleep } from "node:timers/promises";
import type { TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { Inclusion } from "../../submitters/submitter.ts";

export interface DepthOptions {
  /** Blocks, its own counted. */
  readonly confirmations: number;
  /** When to give up, milliseconds since 1970. */
  readonly deadline: number;
  /** Asks again what became of it. */
  readonly again: () => Promise<Inclusion>;
}

/** Code of what is mined and may still be undone. */
export const TOO_SHALLOW = "too-shallow";

const POLLING_MS = 250;

/**
 * Waits until a mined transaction lies as deep as was asked for. One whose block is given up meanwhile is looked for again.
 * @returns mined with the receipt of the block that it is in at last, or what else became of it; unknown when the time is up
 */
export async function awaitDepth(
  { client, signal }: Pick<Context, "client" | "signal">,
  receipt: TransactionReceipt,
  { confirmations, deadline, again }: DepthOptions,
): Promise<Inclusion> {
  let mined = receipt;
  while (confirmations > 1) {
    const head = await client.getBlockNumber({ cacheTime: 0 }).catch((error: unknown) => {
      if (explainFailure(error) instanceof InterruptedError) return null;
      return mined.blockNumber;
    });
    if (signal.aborted || head === null) return unknown(new InterruptedError());
    if (head - mined.blockNumber + 1n >= BigInt(confirmations)) {
      const now = await again();
      if (now.kind !== "mined" || now.receipt.blockHash === mined.blockHash) return now;
      mined = now.receipt;
      continue;
    }
    if (Date.now() >= deadline) {
      const message = `it is in block ${mined.blockNumber}, and not ${confirmations} blocks deep yet`;
      return unknown(new RpcError("timeout", message, { code: TOO_SHALLOW, retryable: false }));
    }
    await sleep(POLLING_MS, undefined, { signal }).catch(() => {});
  }
  return { kind: "mined", receipt: mined };
}

function unknown(cause: InterruptedError | RpcError): Inclusion {
  return { kind: "unknown", reason: { code: cause.code, message: cause.message }, cause };
}
