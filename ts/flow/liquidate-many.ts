import type { Context } from "../core/context.ts";
import { createOnce, type Once } from "../core/data/once.ts";
import { type FliqError, RefusedError } from "../core/errors/errors.ts";
import type { Reason } from "../core/errors/reason.ts";
import { max } from "../core/math/math.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { targetKey } from "../protocols/target.ts";
import { act, type Liquidation } from "./act.ts";
import { actBatch, type BatchAct, type BatchOptions, MOVED } from "./batch/act-batch.ts";
import { type Apart, type Formed, formBatch } from "./batch/form-batch.ts";
import { REASONS } from "./batch/reasons.ts";
import { failureOf } from "./failure-of.ts";
import { type LiquidateRequest, liquidate, proposeOrRecord } from "./liquidate.ts";
import { type Alone, failuresOf, type Liquidations, type NotDone, noneDone, type Whom } from "./liquidations.ts";
import type { Proposal } from "./propose.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { furtherAlone, type MinedRounds } from "./rounds/further-alone.ts";
import { headFrom } from "./rounds/head-from.ts";
import { planningFor } from "./rounds/planning-for.ts";
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
  const once = createOnce();
  const { wanted, notDone } = await proposeAll(context, { ...request, once });
  const batches: BatchAct[] = [];
  const rest: (Wanted & Pick<Apart, "reason">)[] = [];
  for (const group of byContract(wanted)) {
    const { batch, act, error, apart } = await batchOf(context, group, { ...request, once });
    if (act !== null) batches.push(act);
    rest.push(...apart.map((one) => ({ ...one, whom: group.find(isAmong([one]))!.whom })));
    // those of other liquidators have nothing to do with it
    const failed = error === null ? [] : group.filter(isAmong(batch?.members ?? []));
    notDone.push(...failed.map(({ whom }) => ({ whom, error: error! })));
  }
  const alone: Alone[] = [];
  const follow = async (whom: Whom, mined: MinedRounds) => {
    for await (const one of furtherAlone(context, mined, { ...request, ...whom })) alone.push(one);
  };
  let least = batches.reduce((newest, { inclusion }) => max(newest, inclusion?.blockNumber ?? 0n), 0n);
  for (const one of rest) {
    try {
      const first = await actAlone(context, one, request, least);
      alone.push({ ...first, apart: one.reason });
      const { plan, submission } = first;
      if (submission !== null) await follow(one.whom, { plan, submission, rounds: 1 });
    } catch (error) {
      notDone.push({ whom: one.whom, error: failureOf(error) });
    }
    least = alone.reduce((newest, { submission }) => max(newest, submission?.blockNumber ?? 0n), least);
  }
  for (const { whom, mined } of shortOfRounds(batches, wanted, request)) {
    await follow(whom, mined).catch((error: unknown) => notDone.push({ whom, error: failureOf(error) }));
  }
  const done = { batches, alone, notDone };
  if (alone.length === 0 && batches.every(({ legs }) => legs.every(({ reason }) => reason !== null))) {
    throw noneDone(failuresOf(done));
  }
  return done;
}

/** Accounts of which a batch has all rounds mined that it had room for, and fewer than were asked for. */
function shortOfRounds(
  batches: readonly BatchAct[],
  wanted: readonly Wanted[],
  { rounds: most = 1 }: Pick<LiquidateManyRequest, "rounds">,
): { readonly whom: Whom; readonly mined: MinedRounds }[] {
  const found = new Map<string, { whom: Whom; mined: MinedRounds }>();
  const failed = new Set<string>();
  for (const { member, submission } of batches.flatMap(({ legs }) => legs)) {
    const { plan } = member.proposal;
    const key = targetKey(plan.target);
    const one = wanted.find(({ proposal }) => targetKey(proposal.plan.target) === key);
    if (submission === null || one === undefined) failed.add(key);
    else found.set(key, { whom: one.whom, mined: { plan, submission, rounds: member.round } });
  }
  return [...found].flatMap(([key, one]) => (failed.has(key) || one.mined.rounds >= most ? [] : [one]));
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
async function batchOf(
  context: Context,
  group: readonly Wanted[],
  request: LiquidateManyRequest & { readonly once: Once },
): Promise<Tried> {
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
  const planning = planningFor(context, { ...request, caller: options.caller });
  let formed: Formed;
  try {
    formed = await formBatch(context, proposals, options, planning);
  } catch (error) {
    // nothing was sent: each can still be done by itself
    return allApart(failureOf(error));
  }
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

/**
 * What was planned before anything was sent may be void by now.
 * @param least block of the last that was mined
 */
async function actAlone(
  context: Context,
  { whom, proposal }: Wanted,
  request: LiquidateManyRequest,
  least: bigint,
): Promise<Liquidation> {
  if (!request.send) return act(context, proposal, request);
  const block = await headFrom(context, least);
  return liquidate(context, { ...request, ...whom, block });
}
