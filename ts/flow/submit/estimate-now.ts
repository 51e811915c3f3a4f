import type { Context } from "../../core/context.ts";
import { type FliqError, RefusedError, RevertError, RpcError } from "../../core/errors/errors.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { failureOf } from "../failure-of.ts";
import { refusedFor } from "../refused-for.ts";

/** What a transaction that does nothing takes (yellow paper, appendix G). */
export const LEAST_GAS_OF_A_TRANSACTION = 21_000n;

/**
 * What the node would give it now. The last check before it is signed: only a node that lacks the method leaves it to the
 * simulation, with 0; whatever else is no estimate is no leave to send.
 * @param blockTag without it nodes take what they like, which may have what is pending in it
 */
export async function estimateNow(
  { client, logger }: Context,
  { from, to, data }: TransactionRequest,
  words: readonly RevertWords[],
  blockTag?: "latest",
): Promise<bigint> {
  const at = blockTag && { blockTag };
  const estimated = await client.estimateGas({ account: from, to, data, ...at }).catch((error: unknown) => {
    const failure = failureOf(error);
    if (failure instanceof RevertError) throw refusedFor(revertReason(failure.data, words, to));
    if (!(failure instanceof RpcError) || failure.failure !== "unsupported-method") throw unchecked(failure);
    logger.warn("the node does not estimate gas, the simulation's figure is used", { reason: failure.message });
    return null;
  });
  if (estimated === null) return 0n;
  if (estimated >= LEAST_GAS_OF_A_TRANSACTION) return estimated;
  throw unchecked(
    new RpcError("node-error", `the node estimates ${estimated} gas, which no transaction can do with`, {
      retryable: false,
    }),
  );
}

function unchecked(cause: FliqError): RefusedError {
  return new RefusedError(`it is not known whether the transaction would succeed now: ${cause.message}`, {
    code: "not-estimated",
    hint: "nothing was sent: try again, or use another endpoint",
    cause,
  });
}
