import { type Address, isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import { PENDING_HINT } from "../submit/pending-hint.ts";
import { type OpenTransaction, reconcile } from "./reconcile.ts";

/**
 * A target is not tried again while a transaction for it may still be mined, whoever sent it: both might be. Except by one
 * that takes its place: the node does not have it, and its nonce is the next one of the same sender.
 * @param targets keys
 * @throws RefusedError when there is one; what {@link reconcile} throws
 */
export async function refuseOpen(
  context: Context,
  targets: readonly string[],
  { from, now }: { readonly from: Address; readonly now: Date },
): Promise<void> {
  const open = await reconcile(context, now);
  const isReplaced = ({ sent, nextNonce }: OpenTransaction) =>
    nextNonce === sent.nonce && isAddressEqual(sent.from, from);
  const found = open.find((one) => !isReplaced(one) && one.sent.legs.some(({ target }) => targets.includes(target)));
  if (found === undefined) return;
  const { txHash, nonce, from: sender, legs } = found.sent;
  const target = legs.find((leg) => targets.includes(leg.target))!;
  const message = `transaction ${txHash} for ${target.target} is not settled yet, its nonce is ${nonce} of ${sender}`;
  // not by the name of a transaction that the refusal itself is about: nothing is sent
  const numbers = { pendingTxHash: txHash, nonce };
  throw new RefusedError(message, { code: "pending-transaction", hint: PENDING_HINT, numbers });
}
