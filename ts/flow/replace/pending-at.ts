import type { Address, Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { NothingToDo, UsageError } from "../../core/errors/errors.ts";
import { max } from "../../core/math/math.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import { failureOf } from "../failure-of.ts";
import type { OpenTransaction } from "../reconcile/reconcile.ts";
import type { SignedFees } from "../submit/complete-receipt.ts";

/** What waits at one nonce of an account. */
export interface PendingNonce {
  readonly nonce: number;
  /** What the ledger has of it, the last first. */
  readonly sent: readonly SentRow[];
  /** As the node has it; null when it does not say. */
  readonly hash: Hex | null;
  /** The highest fees that were offered; null when nobody knows. */
  readonly fees: SignedFees | null;
}

/**
 * The transactions that wait at a nonce, by the ledger and by the node.
 * @param wanted null: the first that waits, which all others wait behind
 * @throws NothingToDo when none waits; UsageError when the nonce is used
 */
export async function pendingAt(
  context: Context,
  from: Address,
  { wanted, open }: { readonly wanted: number | null; readonly open: readonly OpenTransaction[] },
): Promise<PendingNonce> {
  const { client } = context;
  const [latest, pending] = await Promise.all([
    client.getTransactionCount({ address: from, blockTag: "latest" }),
    client.getTransactionCount({ address: from, blockTag: "pending" }),
  ]);
  const own = open.map(({ sent }) => sent).filter((sent) => sent.from === from && sent.nonce >= latest);
  if (wanted !== null && wanted < latest) {
    throw new UsageError(`nonce ${wanted} of ${from} is used, the next one is ${latest}`, { code: "nonce-used" });
  }
  const waiting = [...own.map(({ nonce }) => nonce), ...(pending > latest ? [latest] : [])];
  const nonce = wanted ?? Math.min(...waiting);
  if (waiting.length === 0 || (!waiting.includes(nonce) && nonce >= pending)) {
    const where = wanted === null ? "" : ` at nonce ${wanted}`;
    throw new NothingToDo(`no transaction of ${from} is pending${where}`, { code: "nothing-pending" });
  }
  const sent = own.filter((one) => one.nonce === nonce).reverse();
  const known = await byNode(context, from, nonce);
  const offers = [...sent, ...(known === null ? [] : [known.fees])];
  return { nonce, sent, hash: known?.hash ?? null, fees: offers.length === 0 ? null : offers.reduce(highest) };
}

function highest(a: SignedFees, b: SignedFees): SignedFees {
  return {
    maxFeePerGas: max(a.maxFeePerGas, b.maxFeePerGas),
    maxPriorityFeePerGas: max(a.maxPriorityFeePerGas, b.maxPriorityFeePerGas),
  };
}

interface Shown {
  readonly hash: Hex;
  readonly gasPrice?: Hex;
  readonly maxFeePerGas?: Hex;
  readonly maxPriorityFeePerGas?: Hex;
}

/** As the node has it, which only some nodes can be asked for. */
async function byNode({ client }: Context, from: Address, nonce: number) {
  const params = [from, `0x${nonce.toString(16)}`];
  const request = { method: "eth_getTransactionBySenderAndNonce", params } as never;
  const shown = (await client.request(request).catch((error: unknown) => {
    failureOf(error);
    return null;
  })) as Shown | null;
  if (shown === null || typeof shown.hash !== "string") return null;
  const price = shown.maxFeePerGas ?? shown.gasPrice;
  if (price === undefined) return null;
  const maxFeePerGas = BigInt(price);
  const { maxPriorityFeePerGas = price } = shown;
  return { hash: shown.hash, fees: { maxFeePerGas, maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas) } };
}
