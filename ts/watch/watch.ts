import type { Address, PrivateKeyAccount } from "viem";
import type { Context } from "../core/context.ts";
import { ConfigError, type FliqError, InterruptedError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import { isUnasked } from "../core/errors/unasked.ts";
import { WAD } from "../core/math/math.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { record } from "../flow/account/record.ts";
import { act, type Liquidation } from "../flow/act.ts";
import { isUnread } from "../flow/assess/is-unread.ts";
import { matches, planRows, type TargetRow } from "../flow/find-targets.ts";
import { type GasPrice, readGasPrice } from "../flow/plan/gas.ts";
import { reconcile } from "../flow/reconcile/reconcile.ts";
import type { OnProgress } from "../protocols/protocol.ts";
import { marketKey, targetKey } from "../protocols/target.ts";
import { followHeads } from "./follow-heads.ts";
import { type Head, readHead } from "./head.ts";
import { bestOpportunity, nextOpportunities, type Opportunities, type Opportunity } from "./opportunities.ts";
import { assessChain, followHead, openChain, type WatchedChain } from "./watched-chain.ts";

export interface WatchRequest {
  readonly protocols: readonly ProtocolName[];
  /** USD with 8 decimals: smaller debts are let alone. */
  readonly minDebtUsd: bigint;
  /** Null: only watch. */
  readonly signer: PrivateKeyAccount | null;
  readonly send: boolean;
  /** Pause between two looks at the newest block, milliseconds. */
  readonly pollMs: number;
  /** For the record. */
  readonly now: () => Date;
  readonly onEvent: (event: WatchEvent) => void;
  readonly onProgress?: OnProgress;
  /** Forget what earlier log scans have found. Absent: no. */
  readonly anew?: boolean;
  /** These alone are watched, and nobody else is looked for. Absent or null: everybody. */
  readonly borrowers?: readonly Address[] | null;
}

/** What a watcher has to say. */
export type WatchEvent =
  | { readonly kind: "started"; readonly block: bigint; readonly targets: number }
  | {
      readonly kind: "reorganised";
      readonly block: bigint /** Null: more than are remembered. */;
      readonly abandoned: number | null;
    }
  | { readonly kind: "opened"; readonly block: bigint; readonly opportunity: Opportunity }
  | { readonly kind: "gone"; readonly block: bigint; readonly opportunity: Opportunity }
  | {
      readonly kind: "liquidated";
      readonly block: bigint;
      readonly opportunity: Opportunity;
      readonly liquidation: Liquidation;
    }
  | { readonly kind: "failed"; readonly block: bigint; readonly opportunity: Opportunity; readonly error: FliqError };

/**
 * Blocks for which a target is let alone after an attempt that came to nothing: another one at once would end alike. What was done is
 * done: if something is left to do, that is another opportunity from the very block on.
 */
const REST_BLOCKS = 5n;

interface State {
  chain: WatchedChain;
  opportunities: Opportunities;
  gasPrice: GasPrice | null;
  /** Targets that could not be read at the chain's head. */
  unread: number;
  /** Markets in which not everybody is known to be found. */
  gaps: number;
}

/**
 * Watches the chain block by block until interrupted: reads what `targets` reads, then of every block the markets and what its
 * logs are about. Every opportunity ends in one row of the ledger; with `send` the best one is liquidated, one at a time.
 * @throws ConfigError without the key to send with; what the first reads throw
 */
export async function watch(context: Context, request: WatchRequest): Promise<void> {
  if (request.send && request.signer === null) throw new ConfigError("nothing can be sent without a key");
  if (request.send) await reconcile(context, request.now());
  const first = await readHead(context.client);
  const chain = await openChain(context, request.protocols, first, request);
  const targets = chain.protocols.reduce((sum, { states }) => sum + states.targets.length, 0);
  request.onEvent({ kind: "started", block: first.number, targets });
  const state: State = { chain, opportunities: new Map(), gasPrice: null, unread: 0, gaps: 0 };
  try {
    await followHeads(context, request.pollMs, async (head) => {
      // one that was followed before and then not looked at to its end is only looked at
      if (head.hash !== state.chain.head.hash || state.unread > 0) await follow(context, request, state, head);
      await lookAt(context, request, state, head);
      return state.unread === 0;
    });
  } finally {
    for (const opportunity of state.opportunities.values()) {
      if (opportunity.restsUntil === null) await recordEnd(context, request, state, opportunity, "watch-ended");
    }
  }
}

async function follow(context: Context, request: WatchRequest, state: State, head: Head): Promise<void> {
  const { chain, abandoned, touched } = await followHead(context, state.chain, head);
  state.chain = chain;
  if (abandoned !== 0) request.onEvent({ kind: "reorganised", block: head.number, abandoned });
  context.logger.debug("followed", { block: head.number, touched });
}

/** Everything that can be done as of the chain's head, planned; best first. */
export async function opportunityRows(
  context: Context,
  chain: WatchedChain,
  { minDebtUsd, onProgress }: Pick<WatchRequest, "minDebtUsd" | "onProgress">,
): Promise<{
  readonly rows: readonly TargetRow[];
  /** Keys of what could not be read, and may be possible too. */
  readonly unread: ReadonlySet<string>;
  readonly gasPrice: GasPrice | null;
}> {
  const filter = { maxHealthFactor: WAD, minDebtUsd };
  const assessed = await assessChain(context, chain);
  const unread = new Set(
    assessed.flatMap(({ assessment }) => (isUnread(assessment) ? [targetKey(assessment.target)] : [])),
  );
  const wanted = assessed.filter(({ assessment }) => assessment.actions.length > 0 && matches(assessment, filter));
  if (wanted.length === 0) return { rows: [], unread, gasPrice: null };
  const gasPrice = await readGasPrice(context, chain.head.number);
  return { rows: await planRows(context, wanted, gasPrice, { onProgress }), unread, gasPrice };
}

async function lookAt(context: Context, request: WatchRequest, state: State, head: Head): Promise<void> {
  const { rows, unread, gasPrice } = await opportunityRows(context, state.chain, request);
  tellUnread(context, state, unread.size);
  tellGaps(context, state);
  state.gasPrice = gasPrice ?? state.gasPrice;
  const { now, opened, gone } = nextOpportunities(state.opportunities, { rows, unread, block: head.number });
  state.opportunities = now;
  for (const opportunity of gone) {
    await recordEnd(context, request, state, opportunity, "gone");
    request.onEvent({ kind: "gone", block: head.number, opportunity });
  }
  for (const opportunity of opened) request.onEvent({ kind: "opened", block: head.number, opportunity });
  const best = request.send ? bestOpportunity(now, unread) : null;
  if (best !== null && gasPrice !== null) await take(context, request, state, { best, head, gasPrice });
}

/** Once when something cannot be read, and once when everything can again. */
function tellUnread({ logger }: Context, state: State, unread: number): void {
  if (unread > 0 && state.unread === 0) {
    logger.warn(`${unread} accounts could not be read, and may be liquidatable; trying again`);
  }
  if (unread === 0 && state.unread > 0) logger.info("every account can be read again");
  state.unread = unread;
}

/** Once when somebody is missing, and once when nobody is any more; of a list that was given, what it lacks. What is known is acted on meanwhile. */
function tellGaps({ logger }: Context, state: State): void {
  const gaps = state.chain.protocols.flatMap((protocol) => protocol.gaps);
  const [first] = gaps;
  if (first && state.gaps === 0) {
    const reason = `${marketKey(first.market)}: ${first.reason.message}`;
    const what =
      state.chain.users !== null
        ? "others owe who are not in the list, and are not watched"
        : "not everybody who owes is found, and others may be liquidatable; looking again";
    logger.warn(what, { reason });
  }
  if (!first && state.gaps > 0)
    logger.info(state.chain.users === null ? "everybody who owes is found" : "everybody who owes is in the list");
  state.gaps = gaps.length;
}

/** Whatever becomes of it, `act` writes its row. */
async function take(
  context: Context,
  request: WatchRequest,
  state: State,
  { best, head, gasPrice }: { readonly best: Opportunity; readonly head: Head; readonly gasPrice: GasPrice },
): Promise<void> {
  const { assessment, plan, alternatives } = best.row;
  const rested: Opportunity = { ...best, restsUntil: head.number + REST_BLOCKS };
  state.opportunities = new Map([...state.opportunities, [best.key, rested]]);
  try {
    const proposal = { assessment, plan: plan!, alternatives, gasPrice };
    const liquidation = await act(context, proposal, { ...request, block: head });
    const { blockNumber } = liquidation.submission!;
    state.opportunities = new Map([...state.opportunities, [best.key, { ...best, restsUntil: blockNumber }]]);
    request.onEvent({ kind: "liquidated", block: head.number, opportunity: best, liquidation });
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    const failure = explainFailure(error);
    if (failure === null) throw error;
    request.onEvent({ kind: "failed", block: head.number, opportunity: best, error: failure });
  }
}

const ENDS = {
  gone: "it can no longer be done: somebody else did it, or the account is healthy again",
  "watch-ended": "the watcher was stopped while it could still be done",
} as const;

async function recordEnd(
  context: Context,
  { send, now }: WatchRequest,
  { gasPrice }: State,
  { row: { assessment, plan, reason } }: Opportunity,
  end: keyof typeof ENDS,
): Promise<void> {
  const status = reason === null && !send ? "dry-run" : reason !== null && isUnasked(reason) ? "failed" : "skipped";
  await record(
    context,
    { assessment, plan, gasPrice, status, reason: reason ?? { code: end, message: ENDS[end] } },
    now(),
  );
}
