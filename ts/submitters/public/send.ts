import { type Hex, RpcRequestError } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, RpcError } from "../../core/errors/errors.ts";
import { causeChain, explainFailure } from "../../core/errors/explain.ts";
import { neverReached } from "../../core/rpc/rpc-failures.ts";
import { mayHaveArrived } from "../../core/rpc/send-raw.ts";
import { TAKEN } from "../../core/rpc/wordings.ts";
import type { Dropped, SignedTransaction } from "../submitter.ts";

/**
 * Hands it over; the client may hand over the same bytes again, and nothing is signed anew. No answer, the answer that the node
 * has it already, and a refusal after an attempt without an answer are no refusal: the transaction may be on its way.
 * @returns why the node refuses it, or null
 */
export async function send(
  { client, logger }: Pick<Context, "client" | "logger">,
  { serialized, hash }: SignedTransaction,
): Promise<Dropped | null> {
  try {
    await client.sendRawTransaction({ serializedTransaction: serialized });
  } catch (error) {
    const failure = explainFailure(error);
    if (failure === null) throw error;
    if (isRefusal(error, failure) && !mayHaveArrived(error) && !(await isKnown({ client }, hash, failure))) {
      const { code, message } = failure;
      return { kind: "dropped", reason: { code, message }, cause: failure };
    }
    logger.warn("the node did not confirm that it took the transaction", { txHash: hash, reason: failure.message });
  }
  return null;
}

/** The node itself, or the gateway before it, said no, or nobody was reached: it was not taken. */
function isRefusal(error: unknown, failure: FliqError): boolean {
  if (causeChain(error).some((cause) => cause instanceof RpcRequestError)) return true;
  if (!(failure instanceof RpcError)) return false;
  return neverReached.has(failure) || ["unauthorized", "rate-limited", "too-large"].includes(failure.failure);
}

/** Behind a balancer the node that is asked may not be the one that has it, so what was said counts first. */
async function isKnown({ client }: Pick<Context, "client">, hash: Hex, { message }: FliqError): Promise<boolean> {
  if (TAKEN.test(message)) return true;
  return client.getTransaction({ hash }).then(
    () => true,
    () => false,
  );
}
