import type { Context } from "../core/context.ts";
import { type FliqError, InterruptedError, NothingToDo, RefusedError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { resolveBlock } from "../core/rpc/block.ts";
import { targetKey } from "../protocols/target.ts";
import { act, type Liquidation } from "./act.ts";
import { actBatch, type BatchAct, type BatchOptions, MOVED } from "./batch/act-batch.ts";
import { type Apart, type Formed, formBatch } from "./batch/form-batch.ts";
import { REASONS } from "./batch/reasons.ts";
import { type LiquidateRequest, liquidate, proposeOrRecord } from "./liquidate.ts";
import { type Alone, failuresOf, type Liquidations, type NotDone, noneDone, type Whom } from "./liquidations.ts";
import type { Proposal } from "./propose.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { nextProposal } from "./rounds/next-proposal.ts";
import { simulateOn } from "./simulate/run-liquidator.ts";

export interface LiquidateManyRequest extends Omit<LiquidateRequest, keyof Whom> {
  readonly whom: readonly Whom[];
  /** How often each account is to be liquidated at most, while it still can be and that is worth it; absent: once. */
  readonly rounds?: number;
  /** With which nothing could be done before anything was looked at. */
  readonly givenUp?: readonly NotDone[];
  /** Told of every batch right before it is sent, as {@link LiquidateRequest.onProven} is of every other one. */
  readonly onBatch?: BatchOptions["onBatch"];
}

/** What became of the batch of one liquidator: done, or failed as a whole. */
interface Tried extends Formed {
  readonly act: BatchAct | null;
  readonly error: FliqError | null;
}

interface Wanted {
  readonly whom: Whom;
  readonly proposal: Proposal;
}

/** Among those of a batch, or apart from it. */
const isAmong = (proposals: readonly Pick<Apart, "proposal">[]) => {
  const keys = new Set(proposals.map(({ proposal }) => targetKey(proposal.plan.target)));
  return ({ proposal }: Wanted) => keys.has(targetKey(proposal.plan.target));
};

/**
 * Several users or targets, or several rounds of each: those of one liquidator go into one transaction where all of them work in it
 * and it is cheaper; the others are done one by one, each planned anew on what those before have left, and so are their further
 * rounds where they are sent. Every one ends in one row of the ledger.
 * @throws NoneDoneError when nothing was done at all; InterruptedError
 */
export async function liquidateMany(context: Context, request: LiquidateManyRequest): Promise<Liquidations> {
  if (request.send) await reconcile(context, request.now());
  const { wanted, notDone } = await proposeAll(context, request);
  const batches: BatchAct[] = [];
  const rest: (Wanted & Pick<Apart, "reason">)[] = [];
  for (const group of byContract(wanted)) {
    const { batch, act, error, apart } = await batchOf(context, group, request);
    if (act !== null) batches.push(act);
    rest.push(...apart.map((one) => ({ ...one, whom: group.find(isAmong([one]))!.whom })));
    // those of other liquidators have nothing to do with it
    const failed = error === null ? [] : group.filter(isAmong(batch?.members ?? []));
    notDone.push(...failed.map(({ whom }) => ({ whom, error: error! })));
  }
  const alone: Alone[] = [];
  for (const one of rest) {
    try {
      alone.push({ ...(await actAlone(context, one, request)), apart: one.reason });
      alone.push(...(await furtherAlone(context, one, request)));
    } catch (error) {
      notDone.push({ whom: one.whom, error: failureOf(error) });
    }
  }
  const done = { batches, alone, notDone };
  if (alone.length === 0 && batches.every(({ legs }) => legs.every(({ reason }) => reason !== null))) {
    throw noneDone(failuresOf(done));
  }
  return done;
}

/** A target that is asked for twice is done once. */
async function proposeAll(
  context: Context,
  { whom, givenUp = [], ...request }: LiquidateManyRequest,
): Promise<{ wanted: Wanted[]; notDone: NotDone[] }> {
  const wanted = new Map<string, Wanted>();
  const notDone: NotDone[] = [...givenUp];
  for (const one of whom) {
    try {
      const proposal = await proposeOrRecord(context, { ...request, ...one });
      const key = targetKey(proposal.plan.target);
      if (!wanted.has(key)) wanted.set(key, { whom: one, proposal });
    } catch (error) {
      notDone.push({ whom: one, error: failureOf(error) });
    }
  }
  return { wanted: [...wanted.values()], notDone };
}

function byContract(wanted: readonly Wanted[]): Wanted[][] {
  const groups = new Map<LiquidatorName, Wanted[]>();
  for (const one of wanted) {
    const { contract } = one.proposal.plan;
    groups.set(contract, [...(groups.get(contract) ?? []), one]);
  }
  const net = ({ proposal }: Wanted) => proposal.plan.expected.netUsd;
  return [...groups.values()].map((group) => group.sort((a, b) => (net(a) > net(b) ? -1 : 1)));
}

/** All go apart when there is no batch, or the chain moved before it was sent: then nothing was done. */
async function batchOf(context: Context, group: readonly Wanted[], request: LiquidateManyRequest): Promise<Tried> {
  const { signer, block, onStep, send } = request;
  const { gasPrice, plan } = group[0]!.proposal;
  const proposals = group.map(({ proposal }) => proposal);
  const allApart = (reason: Reason): Tried => {
    const apart = proposals.map((proposal) => ({ proposal, reason }));
    return { batch: null, act: null, error: null, apart };
  };
  const liquidator = context.book.liquidators[plan.contract] ?? null;
  const { rounds = 1 } = request;
  if (group.length < 2 && rounds < 2) return allApart(REASONS.onlyOne(plan.contract));
  // sending says what is missing
  if (send && liquidator === null) return allApart(REASONS.noOther);
  onStep?.("simulating");
  const options = simulateOn(block, { gasPrice, caller: signer?.address ?? null, liquidator });
  const next = (before: Proposal) => nextProposal(context, before, { ...request, caller: options.caller });
  const formed = await formBatch(context, proposals, options, { most: rounds, next });
  if (formed.batch === null) {
    const isAlone = formed.apart.length === 1 && formed.apart[0]!.reason === REASONS.noOther;
    return isAlone ? allApart(REASONS.noRound) : { ...formed, act: null, error: null };
  }
  try {
    return { ...formed, act: await actBatch(context, formed.batch, { ...request, gasPrice }), error: null };
  } catch (error) {
    if (error instanceof RefusedError && error.code === MOVED) return allApart(error);
    return { ...formed, act: null, error: failureOf(error) };
  }
}

/** What was planned before anything was sent may be void by now. */
async function actAlone(
  context: Context,
  { whom, proposal }: Wanted,
  request: LiquidateManyRequest,
): Promise<Liquidation> {
  if (!request.send) return act(context, proposal, request);
  const block = await resolveBlock(context.client, { tag: "latest" });
  return liquidate(context, { ...request, ...whom, block });
}

/** After the first round has been mined: as long as there is something to do, in a transaction of its own. */
async function furtherAlone(
  context: Context,
  { whom, proposal }: Wanted,
  request: LiquidateManyRequest,
): Promise<Alone[]> {
  const done: Alone[] = [];
  const { rounds = 1, send } = request;
  while (send && done.length + 1 < rounds) {
    const again = { ...whom, target: proposal.plan.target };
    try {
      done.push({ ...(await actAlone(context, { whom: again, proposal }, request)), apart: REASONS.roundAlone });
    } catch (error) {
      const failure = failureOf(error);
      // healthy, or not worth another one: that is how it ends
      if (!(failure instanceof NothingToDo) && !(failure instanceof RefusedError)) throw failure;
      context.logger.debug("no further round", { why: failure.message });
      break;
    }
  }
  return done;
}

function failureOf(error: unknown): FliqError {
  const failure = explainFailure(error);
  if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
  return failure;
}
