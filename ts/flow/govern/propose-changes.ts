import { type Address, isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import { listed } from "../../core/data/listed.ts";
import { RefusedError, RevertError, UsageError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import { refusedFor } from "../refused-for.ts";
import type { Act } from "./acts.ts";
import type { DeployedLiquidator } from "./deployed-liquidators.ts";
import { planAct } from "./plan-act.ts";
import { type Change, type PlannedChanges, planChanges } from "./plan-changes.ts";
import { type Governance, readGovernance } from "./read-governance.ts";
import { requireReceiver } from "./require-receiver.ts";
import { resolveWishes, type Wanted, type Wishes } from "./resolve-wishes.ts";
import { eachList, LIST_NAMES, LISTS } from "./rights.ts";

/** A call of the owner that was tried. */
export interface TriedChange extends Change {
  /** Gas that the node would give it. */
  readonly gas: bigint;
}

/** What would be changed at one liquidator. */
export interface Proposal extends Omit<PlannedChanges, "changes"> {
  readonly governance: Governance;
  readonly changes: readonly TriedChange[];
}

/**
 * What it takes to make the liquidators as they are wanted: reads what is asked about, plans the calls, and tries each as its
 * owner would send it. A liquidator that nothing is wanted of is left out. Needs no log, so that a pause never waits for one.
 * @throws what {@link resolveWishes} and {@link readGovernance} throw; RefusedError when a call reverts, when there is no
 * contract where one is to be allowed, for what {@link requireReceiver} refuses, and when an act finds nothing to do anywhere; what
 * {@link planAct} throws.
 */
export async function proposeChanges(
  context: Context,
  liquidators: readonly DeployedLiquidator[],
  { wishes, blockNumber }: { readonly wishes: Wishes; readonly blockNumber: bigint },
): Promise<Proposal[]> {
  const wanted = resolveWishes(liquidators, wishes);
  const { act } = wishes;
  if (act?.kind === "rescue" && act.amount !== null) requireOne(liquidators);
  const proposals: Proposal[] = [];
  for (const [index, liquidator] of liquidators.entries()) {
    await requireContracts(context, liquidator, wanted[index]!, blockNumber);
    const { lists } = wanted[index]!;
    const asked = eachList((list) => [...lists[list].add, ...lists[list].remove]);
    const governance = await readGovernance(context, liquidator, { asked, blockNumber });
    requireReceiverWanted(context, governance, wanted[index]!);
    const { changes, alreadySo } = act
      ? await planAct(context, governance, act)
      : planChanges(governance, wanted[index]!);
    if (changes.length + alreadySo.length === 0) continue;
    const tried: TriedChange[] = [];
    for (const change of changes) tried.push({ ...change, gas: await tryChange(context, change, governance) });
    proposals.push({ governance, changes: tried, alreadySo });
  }
  if (act) requireSomething(proposals, act, liquidators);
  return proposals;
}

/** An amount is of one liquidator; all of it may be of each. */
function requireOne(liquidators: readonly DeployedLiquidator[]): void {
  if (liquidators.length === 1) return;
  throw new UsageError("an amount is rescued from one liquidator, and it is not clear from which", {
    hint: "say it with --protocol, or rescue all",
  });
}

/** Whoever rescues or accepts believes that there is something: that it is not so must not look like success. */
function requireSomething(proposals: readonly Proposal[], act: Act, liquidators: readonly DeployedLiquidator[]): void {
  if (act.kind === "offer" || proposals.some(({ changes }) => changes.length > 0)) return;
  const names = listed(liquidators.map(({ contract }) => contract));
  const verb = (one: string, several: string) => (liquidators.length > 1 ? several : one);
  if (act.kind === "accept") {
    throw new RefusedError(`${names} ${verb("is", "are")} not offered to anybody`, {
      code: "no-pending-owner",
      hint: "the owner offers it with fliq owner transfer <address>",
    });
  }
  const symbol = proposals[0]?.alreadySo[0]?.name ?? act.token;
  throw new RefusedError(`${names} ${verb("holds", "hold")} no ${symbol}`, {
    code: "nothing-to-rescue",
    hint: "check the token, --protocol and --chain",
  });
}

/** An address without code is a typing error, or of another chain; the one that gets its code first would get approvals. */
async function requireContracts(
  { client, book }: Context,
  { contract, known }: DeployedLiquidator,
  { lists }: Wanted,
  blockNumber: bigint,
): Promise<void> {
  for (const list of LIST_NAMES.filter((name) => LISTS[name].hasCode)) {
    const isKnown = (who: Address) => known[list]?.some(({ address }) => isAddressEqual(address, who)) === true;
    for (const address of lists[list].add.filter((who) => !isKnown(who))) {
      const code = await client.getCode({ address, blockNumber });
      if (code !== undefined && code !== "0x") continue;
      const message = `there is no contract at ${address} on ${book.name} that ${contract} could allow`;
      throw new RefusedError(message, { code: "no-contract", hint: "check the address and --chain" });
    }
  }
}

/** Of both as they will be: each call alone may pass. What is not asked about is no reason to refuse the rest, a pause least of all. */
function requireReceiverWanted({ book }: Context, governance: Governance, { values }: Wanted): void {
  if (values.receiver === undefined && values.seller === undefined) return;
  const { receiver, seller } = { ...governance.values, ...values };
  requireReceiver(receiver, { seller, book });
}

/**
 * The call as who has to would send it. Each touches what no other does, so the state now is that of its turn; only where receiver
 * and seller change places it is not, and the contract's own refusal is then the answer: one of them must be sent before.
 */
async function tryChange({ client }: Context, change: Change, { address }: Governance): Promise<bigint> {
  const transaction = { account: change.sender, to: change.to, data: change.data };
  try {
    await client.call(transaction);
    return await client.estimateGas(transaction);
  } catch (error) {
    const failure = explainFailure(error);
    if (failure instanceof RevertError) throw refusedFor(revertReason(failure.data, [], address));
    throw failure ?? error;
  }
}
