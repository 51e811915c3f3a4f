import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import { type FliqError, InterruptedError, RefusedError, RevertError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import type { LiquidatorName, ProtocolName } from "../core/names/names.ts";
import { resolveBlock } from "../core/rpc/block.ts";
import { type Target, targetKey } from "../protocols/target.ts";
import { act, type Liquidation } from "./act.ts";
import { actBatch, type BatchAct, MOVED } from "./batch/act-batch.ts";
import type { Batch } from "./batch/batch.ts";
import { formBatch } from "./batch/form-batch.ts";
import type { MarketChoice } from "./find/market-choice.ts";
import { type LiquidateRequest, liquidate, proposeOrRecord } from "./liquidate.ts";
import type { Proposal } from "./propose.ts";
import { simulateOn } from "./simulate/run-liquidator.ts";

/** Whom one liquidation of several is about. */
export interface Whom {
  readonly user: Address | null;
  readonly target: Target | null;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
}

export interface LiquidateManyRequest extends Omit<LiquidateRequest, keyof Whom | "onProven"> {
  /** At least two. */
  readonly whom: readonly Whom[];
  /** Told of every batch before it is sent. */
  readonly onBatch?: (batch: Pick<BatchAct, "batch" | "gasPrice">) => Promise<void>;
}

/** One of those asked for with which nothing was done. */
export interface NotDone {
  readonly whom: Whom;
  readonly error: FliqError;
}

/** What was done, together and one by one, and what was not. */
export interface Liquidations {
  readonly batches: readonly BatchAct[];
  readonly alone: readonly Liquidation[];
  readonly notDone: readonly NotDone[];
}

/** What became of the batch of one liquidator: done, or failed as a whole. */
interface Tried {
  readonly batch: Batch | null;
  readonly act: BatchAct | null;
  readonly error: FliqError | null;
}

const NONE: Tried = { batch: null, act: null, error: null };

interface Wanted {
  readonly whom: Whom;
  readonly proposal: Proposal;
}

/**
 * Several users or targets: those of one liquidator go into one transaction where all of them work in it and it is cheaper;
 * the others are done one by one, each planned anew on what those before have left. Every one ends in one row of the ledger.
 * @throws the first failure when nothing was done at all; InterruptedError
 */
export async function liquidateMany(context: Context, request: LiquidateManyRequest): Promise<Liquidations> {
  const { wanted, notDone } = await proposeAll(context, request);
  const batches: BatchAct[] = [];
  const rest: Wanted[] = [];
  for (const group of byContract(wanted)) {
    const { batch, act, error } = await batchOf(context, group, request);
    if (act !== null) batches.push(act);
    const members = new Set(batch?.members.map(({ proposal }) => targetKey(proposal.plan.target)));
    const isTaken = ({ proposal }: Wanted) => members.has(targetKey(proposal.plan.target));
    rest.push(...group.filter((one) => !isTaken(one)));
    // those of other liquidators have nothing to do with it
    if (error !== null) notDone.push(...group.filter(isTaken).map(({ whom }) => ({ whom, error })));
  }
  const alone: Liquidation[] = [];
  for (const one of rest) {
    try {
      alone.push(await actAlone(context, one, request));
    } catch (error) {
      notDone.push({ whom: one.whom, error: failureOf(error) });
    }
  }
  const isDone = alone.length > 0 || batches.some(({ legs }) => legs.some(({ reason }) => reason === null));
  const failure = notDone[0]?.error ?? failureOfAll(batches);
  if (!isDone && failure !== null) throw failure;
  return { batches, alone, notDone };
}

/** A target that is asked for twice is done once. */
async function proposeAll(
  context: Context,
  { whom, ...request }: LiquidateManyRequest,
): Promise<{ wanted: Wanted[]; notDone: NotDone[] }> {
  const wanted = new Map<string, Wanted>();
  const notDone: NotDone[] = [];
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

/** Without a batch when there is none, or the chain moved before it was sent: then nothing was done. */
async function batchOf(context: Context, group: readonly Wanted[], request: LiquidateManyRequest): Promise<Tried> {
  const { signer, block, onStep, send } = request;
  const { gasPrice, plan } = group[0]!.proposal;
  const liquidator = context.book.liquidators[plan.contract] ?? null;
  if (group.length < 2 || (send && liquidator === null)) return NONE;
  onStep?.("simulating");
  const options = simulateOn(block, { gasPrice, caller: signer?.address ?? null, liquidator });
  const batch = await formBatch(
    context,
    group.map(({ proposal }) => proposal),
    options,
  );
  if (batch === null) return NONE;
  await request.onBatch?.({ batch, gasPrice });
  try {
    return { batch, act: await actBatch(context, batch, { ...request, gasPrice }), error: null };
  } catch (error) {
    if (error instanceof RefusedError && error.code === MOVED) return NONE;
    return { batch, act: null, error: failureOf(error) };
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

/** Of transactions whose every leg failed. */
function failureOfAll(batches: readonly BatchAct[]): RevertError | null {
  const reason = batches[0]?.legs[0]?.reason ?? null;
  if (reason === null) return null;
  const { code, message, numbers } = reason;
  const text = `transaction ${numbers?.txHash} was mined and all its liquidations failed: ${message}`;
  return new RevertError(text, { code, ...(numbers && { numbers }) });
}

function failureOf(error: unknown): FliqError {
  const failure = explainFailure(error);
  if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
  return failure;
}
