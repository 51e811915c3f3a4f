import type { Address, Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import { max, min } from "../../core/math/math.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, readGasPrice } from "../plan/gas.ts";
import { wordsOf } from "../reconcile/outcomes-of.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { GAS_LIMIT_OF_A_TRANSACTION } from "../submit/build.ts";
import type { BuiltTransaction } from "../submit/built-transaction.ts";
import type { SignedFees } from "../submit/complete-receipt.ts";
import { estimateNow, LEAST_GAS_OF_A_TRANSACTION } from "../submit/estimate-now.ts";
import { type PendingNonce, pendingAt } from "./pending-at.ts";
import { replacementFees } from "./replacement-fees.ts";

/** The same call at a higher price, or nothing in its place. */
export type Replacing = "speed-up" | "cancel";

export interface ReplacementRequest {
  readonly how: Replacing;
  readonly from: Address;
  /** Null: the first that waits. */
  readonly nonce: number | null;
  readonly now: Date;
}

/** A transaction that is to take the place of one that waits. */
export interface Replacement {
  readonly how: Replacing;
  readonly from: Address;
  readonly transaction: BuiltTransaction;
  /** The last one known at this nonce; null when only the node's count tells that there is one. */
  readonly replaces: Hex | null;
  /** The highest fees that were offered; null when nobody knows. */
  readonly before: SignedFees | null;
  /** What it does, as the record says it. */
  readonly entry: Pick<SentRow, "purpose" | "legs">;
  readonly gasPrice: GasPrice;
}

/**
 * What would take the place of a transaction that waits. The ledger is settled against the chain first. Sends nothing.
 * @throws NothingToDo when none waits; UsageError when the nonce is used; RefusedError when the ledger does not have the call
 * that is to be made faster, it would revert now, or the fees are above the limit
 */
export async function proposeReplacement(
  context: Context,
  { how, from, nonce: wanted, now }: ReplacementRequest,
): Promise<Replacement> {
  const { client, book, config } = context;
  const open = await reconcile(context, now);
  const pending = await pendingAt(context, from, { wanted, open });
  const gasPrice = await readGasPrice(context, await client.getBlockNumber({ cacheTime: 0 }));
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const { nonce, fees: before } = pending;
  const fees = replacementFees(before, feesToSign(gasPrice, config.maxGasPriceWei), config.maxGasPriceWei);
  const { entry, ...call } = how === "cancel" ? await nothing(context, from) : await sameCall(context, pending, from);
  return {
    how,
    from,
    transaction: { type: "eip1559", chainId: book.chainId, nonce, ...call, ...fees },
    replaces: pending.sent[0]?.txHash ?? pending.hash,
    before,
    entry,
    gasPrice,
  };
}

/** No ether to oneself. */
async function nothing({ client }: Context, from: Address) {
  // rollups charge gas for publishing
  const estimated = await client.estimateGas({ account: from, to: from }).catch(() => LEAST_GAS_OF_A_TRANSACTION);
  const entry = { purpose: "cancel", legs: [] } as const;
  return { to: from, data: "0x" as const, gas: max(estimated, LEAST_GAS_OF_A_TRANSACTION), entry };
}

/** What would revert by now is not paid more for. */
async function sameCall(context: Context, { sent: [last], nonce }: PendingNonce, from: Address) {
  if (last === undefined) {
    throw new RefusedError(`the ledger does not know what waits at nonce ${nonce} of ${from}`, {
      code: "unknown-call",
      hint: "fliq cancel frees the nonce",
    });
  }
  const { to, data, gas, purpose, legs } = last;
  const words = legs.flatMap(wordsOf);
  const estimated = await estimateNow(context, { from, to, data }, words, "latest").catch((error: unknown) => {
    if (!(error instanceof RefusedError)) throw error;
    const { code, message, numbers } = error;
    throw new RefusedError(`it is no use any more: ${message}`, {
      code,
      hint: "fliq cancel frees the nonce",
      cause: error,
      ...(numbers && { numbers }),
    });
  });
  return { to, data, gas: min(max(gas, estimated), GAS_LIMIT_OF_A_TRANSACTION), entry: { purpose, legs } };
}
