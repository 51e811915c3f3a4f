import { type Address, type Hex, isAddressEqual, type PrivateKeyAccount, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { RpcError } from "../../core/errors/errors.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import type { GasPrice } from "../plan/gas.ts";
import { sendCall } from "../submit/send-call.ts";
import type { ActEffect } from "./acts.ts";
import { checkSender } from "./check-sender.ts";
import type { Change, Difference } from "./plan-changes.ts";
import type { Proposal, TriedChange } from "./propose-changes.ts";
import type { Governance } from "./read-governance.ts";
import { readHeld } from "./read-held.ts";
import { type ReadAt, readAllowed, readValue } from "./read-right.ts";
import { type ListName, VALUES, type Value, type ValueName } from "./rights.ts";

/** A call that was sent, mined and read back. */
export interface AppliedChange extends TriedChange {
  readonly txHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
}

/** One liquidator after its changes. */
export interface Applied extends Omit<Proposal, "changes"> {
  readonly changes: readonly AppliedChange[];
}

export interface ApplyOptions {
  readonly signer: PrivateKeyAccount;
  /** What gas costs before the first. */
  readonly gasPrice: GasPrice;
  /** Told when nothing speaks against sending, right before the first. */
  readonly onReady?: () => void;
  readonly onStep?: (what: string) => void;
}

/**
 * Sends every change, one after the other: each is waited for and read back before the next. What was sent before a failure
 * stays; the same request again leaves it out.
 * @throws what {@link checkSender} throws, before anything is sent; then what {@link sendCall} throws, and RpcError when the
 * chain is not as it was made.
 */
export async function applyChanges(
  context: Context,
  proposals: readonly Proposal[],
  { signer, gasPrice, onReady, onStep }: ApplyOptions,
): Promise<Applied[]> {
  const all = proposals.flatMap(({ changes }) => changes);
  await checkSender(context, proposals, { signer, gasPrice });
  onReady?.();
  const applied: Applied[] = [];
  let sent = 0;
  for (const { governance, changes, alreadySo } of proposals) {
    const done: AppliedChange[] = [];
    for (const change of changes) {
      onStep?.(`sending ${change.setter}, ${++sent} of ${all.length}`);
      const { transactionHash: txHash, blockNumber, gasUsed } = await sendCall(context, signer, change);
      await verify(context, change, { txHash, blockNumber });
      done.push({ ...change, txHash, blockNumber, gasUsed });
    }
    applied.push({ governance: governanceAfter(governance, done), changes: done, alreadySo });
  }
  return applied;
}

/** As it was read back, piece by piece. */
function governanceAfter(before: Governance, changes: readonly AppliedChange[]): Governance {
  const made = changes.flatMap(({ differences }) => differences);
  const values = made.filter(({ what }) => what in VALUES).map(({ what, to }) => [what, to] as const);
  const lastOf = (effect: ActEffect) => made.findLast(({ what }) => what === effect)?.to as Address | undefined;
  const pendingOwner = lastOf("pendingOwner") ?? before.pendingOwner;
  return {
    ...before,
    blockNumber: changes.at(-1)?.blockNumber ?? before.blockNumber,
    owner: lastOf("owner") ?? before.owner,
    pendingOwner: pendingOwner === null || isAddressEqual(pendingOwner, zeroAddress) ? null : pendingOwner,
    values: { ...before.values, ...Object.fromEntries(values) },
  };
}

/** Reads back what a mined call was to make. */
async function verify(
  context: Context,
  { to: address, setter, differences }: Change,
  { txHash, blockNumber }: { readonly txHash: Hex; readonly blockNumber: bigint },
): Promise<void> {
  const failed = (why: string, cause?: unknown) =>
    new RpcError(
      "node-error",
      `${setter} was sent by transaction ${txHash} and mined in block ${blockNumber}, ${why}`,
      {
        retryable: false,
        code: "not-verified",
        hint: "look at it with fliq allow before anything else",
        numbers: { txHash },
        cause,
      },
    );
  for (const difference of differences) {
    const now = await valueNow(context, { address, blockNumber }, difference).catch((error: unknown) => {
      throw failed(`and cannot be read back: ${describeReadError(error)}`, error);
    });
    if (!isMade(difference, now)) throw failed(`and ${difference.who ?? difference.what} is ${now} there`);
  }
}

/** What lies there may have grown meanwhile, by interest or a gift: rescued is what made it less. */
function isMade({ what, from, to }: Difference, now: Value): boolean {
  return what === "held" ? now < from : now === to;
}

function valueNow(context: Context, at: ReadAt, { what, who }: Difference): Promise<Value> {
  if (what === "held") return readHeld(context, at, who!);
  if (what === "owner" || what === "pendingOwner") {
    return context.client.readContract({ ...at, abi: flashLiquidatorAbi, functionName: what });
  }
  if (who === null) return readValue(context, at, what as ValueName);
  return readAllowed(context, at, what as ListName, who);
}
