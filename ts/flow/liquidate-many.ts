import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import { FliqError, InterruptedError, RefusedError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import type { LiquidatorName, ProtocolName } from "../core/names/names.ts";
import { resolveBlock } from "../core/rpc/block.ts";
import { type Target, targetKey } from "../protocols/target.ts";
import { act, type Liquidation } from "./act.ts";
import { actBatch, type BatchAct, MOVED } from "./batch/act-batch.ts";
import { formBatch, simulateOn } from "./batch/form-batch.ts";
import type { MarketChoice } from "./find/market-choice.ts";
import { type LiquidateRequest, liquidate, proposeOrRecord } from "./liquidate.ts";
import type { Proposal } from "./propose.ts";

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
  readonly onBatch?: (batch: Omit<BatchAct, "legs">) => Promise<void>;
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
    const batch = await batchOf(context, group, request);
    if (batch !== null) batches.push(batch);
    const taken = new Set(batch?.batch.members.map(({ proposal }) => targetKey(proposal.plan.target)));
    rest.push(...group.filter(({ proposal }) => !taken.has(targetKey(proposal.plan.target))));
  }
  const alone: Liquidation[] = [];
  for (const one of rest) {
    try {
      alone.push(await actAlone(context, one, request));
    } catch (error) {
      notDone.push({ whom: one.whom, error: failureOf(error) });
    }
  }
  if (batches.length + alone.length === 0 && notDone[0]) throw notDone[0].error;
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

/** Null when there is no batch, or the chain moved before it was sent: then nothing was done. */
async function batchOf(
  context: Context,
  group: readonly Wanted[],
  request: LiquidateManyRequest,
): Promise<BatchAct | null> {
  const { signer, block, onStep, send } = request;
  const { gasPrice, plan } = group[0]!.proposal;
  const liquidator = context.book.liquidators[plan.contract] ?? null;
  if (group.length < 2 || (send && liquidator === null)) return null;
  onStep?.("simulating");
  const options = simulateOn(block, { gasPrice, caller: signer?.address ?? null, liquidator });
  const batch = await formBatch(
    context,
    group.map(({ proposal }) => proposal),
    options,
  );
  if (batch === null) return null;
  await request.onBatch?.({ batch, gasPrice });
  try {
    return await actBatch(context, batch, { ...request, gasPrice });
  } catch (error) {
    if (error instanceof RefusedError && error.code === MOVED) return null;
    throw error;
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

function failureOf(error: unknown): FliqError {
  const failure = error instanceof FliqError ? error : explainFailure(error);
  if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
  return failure;
}
