import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import { PENDING_HINT } from "./pending-hint.ts";

/**
 * The nonce of the account's next transaction. A second one would wait behind one that is stuck until it is of no use, and pay
 * for that.
 * @throws RefusedError when an earlier transaction is pending; what the client throws when it cannot be asked.
 */
export async function freeNonce({ client }: Pick<Context, "client">, address: Address): Promise<number> {
  const [latest, pending] = await Promise.all([
    client.getTransactionCount({ address, blockTag: "latest" }),
    client.getTransactionCount({ address, blockTag: "pending" }),
  ]);
  if (pending <= latest) return latest;
  throw new RefusedError(`a transaction of ${address} is not mined yet, its nonce is ${latest}`, {
    code: "pending-transaction",
    hint: PENDING_HINT,
    numbers: { latest, pending },
  });
}
