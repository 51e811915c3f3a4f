import type { Context } from "../../core/context.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";

import type { TransactionRequest } from "../../simulators/simulator.ts";
import { estimateNow } from "./estimate-now.ts";
import { freeNonce } from "./free-nonce.ts";
import type { Entry } from "./journal.ts";
import { seenNow } from "./seen-now.ts";

/** What a transaction needs to know of the newest block before it is signed. */
export interface Checks {
  readonly nonce: number;
  /** Gas that the node would give it; 0 where it does not say. */
  readonly estimated: bigint;
  readonly seen: Entry["seen"];
}

/**
 * Asks all of it side by side.
 * @throws RefusedError when an earlier transaction is pending, the transaction would revert now or the node does not say whether
 * it would; RpcError when the nonce cannot be asked; InterruptedError.
 */
export async function checkNow(
  context: Context,
  transaction: TransactionRequest,
  words: readonly RevertWords[],
): Promise<Checks> {
  const [nonce, estimated, seen] = await Promise.all([
    freeNonce(context, transaction.from),
    estimateNow(context, transaction, words),
    seenNow(context),
  ]);
  return { nonce, estimated, seen };
}
