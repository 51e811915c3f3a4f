import { setTimeout as sleep } from "node:timers/promises";
import { type Hex, type PublicClient, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { causeChain } from "../errors/explain.ts";

export interface WaitOptions {
  readonly hash: Hex;
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly pollingMs?: number;
  /** Ends the wait at once. */
  readonly signal?: AbortSignal;
}

/**
 * Asks for a receipt until it is there. Unlike viem's own wait it needs no later block, which on a chain that mines on
 * demand may never come, and outlives an endpoint that is away for a moment: the transaction goes on without it.
 * @throws RpcError after `timeoutMs`, with the last failure as its cause; InterruptedError at once.
 */
export async function waitForReceipt(
  client: Pick<PublicClient, "getTransactionReceipt">,
  { hash, timeoutMs = 120_000, pollingMs = 250, signal }: WaitOptions,
): Promise<TransactionReceipt> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const receipt = await client.getTransactionReceipt({ hash });
      // some nodes have a receipt for what is in no block yet
      if (isMined(receipt)) return receipt;
    } catch (error) {
      const interrupted = causeChain(error).find((one) => one instanceof InterruptedError);
      if (interrupted) throw interrupted;
      if (!(error instanceof TransactionReceiptNotFoundError)) cause = error;
    }
    if (Date.now() >= deadline) {
      throw new RpcError("timeout", `transaction ${hash} was not mined within ${timeoutMs / 1_000} s`, {
        retryable: false,
        cause,
      });
    }
    await sleep(pollingMs, undefined, { ...(signal && { signal }) }).catch(() => {
      throw new InterruptedError();
    });
  }
}

function isMined({ blockNumber, blockHash }: { readonly blockNumber: unknown; readonly blockHash: unknown }): boolean {
  return typeof blockNumber === "bigint" && typeof blockHash === "string";
}
