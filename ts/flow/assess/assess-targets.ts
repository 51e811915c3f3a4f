import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AnyProtocol, Discovered, OnProgress } from "../../protocols/protocol.ts";
import type { Target } from "../../protocols/target.ts";
import type { MarketChoice } from "../find/market-choice.ts";
import { protocolsHere } from "../find/protocols-here.ts";
import { addPrices } from "./add-prices.ts";
import { assessStates } from "./assess-states.ts";
import type { AssessedTarget } from "./assessed-target.ts";
import type { DebtGap } from "./debt-gaps.ts";
import { findGaps } from "./find-gaps.ts";
import { knownPrices } from "./known-prices.ts";
import { missingPrices } from "./missing-prices.ts";
import { readStates } from "./read-states.ts";
import { notFound } from "./unknown-targets.ts";

export interface AssessRequest {
  readonly protocols: readonly ProtocolName[];
  /** Null: everybody who ever borrowed. */
  readonly user: Address | null;
  /** These alone, with `user` null: the log scans for everybody are left out. Absent or null: everybody. */
  readonly borrowers?: readonly Address[] | null;
  /** Exactly this one: then nothing is searched for. Absent or null: whatever is found. */
  readonly target?: Target | null;
  /** Protocols that cannot have this market are left out. Absent or null: none is. */
  readonly market?: MarketChoice | null;
  readonly block: ResolvedBlock;
  /** The newest block is meant: after a search that took long, accounts are read at the one that is newest then. */
  readonly followsHead?: boolean;
  /** Search the prices at which each position fails: for people, and most of the work. Absent: no. */
  readonly liquidationPrices?: boolean;
  /** Forget what earlier log scans have found. Absent: no. */
  readonly anew?: boolean;
  readonly onProgress?: OnProgress;
}

/** Everything that was looked at. */
export interface Survey {
  readonly assessed: readonly AssessedTarget[];
  /** Where not everybody is known to be found; none where a user or a target was asked for. */
  readonly gaps: readonly DebtGap[];
}

/** Nodes that keep no history still have the state of so many blocks. */
const RECENT_BLOCKS = 32n;
/** A search that never catches up with the chain ends with what it has. */
const MOST_SEARCHES = 4;

/**
 * discover and assess: every target of the protocols at one block, each with the exact rules of its protocol. What could
 * not be read is among them, as refused with the reason: a target, or each market of a protocol whose accounts could not
 * be found, then for the zero address if nobody was named.
 * @throws UsageError for a market or target that no protocol has; RpcError when no protocol could be searched; InterruptedError.
 */
export async function assessTargets(context: Context, request: AssessRequest): Promise<readonly AssessedTarget[]> {
  return (await surveyTargets(context, request)).assessed;
}

/** As {@link assessTargets}, with what the markets say of those who were not found. */
export async function surveyTargets(context: Context, request: AssessRequest): Promise<Survey> {
  const { book, logger, signal } = context;
  const here = protocolsHere(request, book);
  if (here.length === 0) {
    logger.warn(`${book.name} has none of the protocols asked for`, { protocols: request.protocols.join(", ") });
    return { assessed: [], gaps: [] };
  }
  const prices = new Map<string, bigint>();
  const assessed: AssessedTarget[] = [];
  const gaps: DebtGap[] = [];
  const failures = new Map<ProtocolName, FliqError>();
  for (const name of here) {
    try {
      const found = await assessProtocol(context, PROTOCOLS[name], request, prices);
      assessed.push(...found.assessed);
      gaps.push(...found.gaps);
    } catch (error) {
      const failure = signal.aborted ? new InterruptedError() : explainFailure(error);
      if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
      failures.set(name, failure);
      assessed.push(...notFound(PROTOCOLS[name], { ...request, book, failure }));
    }
  }
  for (const [name, failure] of failures) {
    if (failures.size === here.length) throw failure;
    logger.warn(`the accounts of ${name} could not be found: nothing is known about them`, { reason: failure.message });
  }
  return { assessed, gaps };
}

/** @param prices USD prices that the markets read so far have said; those of this protocol are added */
async function assessProtocol(
  context: Context,
  protocol: AnyProtocol,
  request: AssessRequest,
  prices: Map<string, bigint>,
): Promise<Survey> {
  const { config } = context;
  const { liquidationPrices = false, onProgress } = request;
  const { found, at } = await find(context, protocol, request);
  const states = await readStates(context, protocol, found.targets, at, onProgress);
  addPrices(prices, knownPrices(protocol, states.markets));
  addPrices(prices, await missingPrices(context, protocol, states.markets, prices, at));
  const assessed = assessStates(context, protocol, states, {
    horizonSeconds: config.horizonSeconds,
    realizeBadDebt: protocol.realizesBadDebt(config),
    usdPrices: prices,
    liquidationPrices,
  });
  const isEverybody = request.user === null && !request.target && !request.market;
  return { assessed, gaps: isEverybody ? await findGaps(context, protocol, found, states, at) : [] };
}

/** Who is there, and as of which block: of a search that took long, what happened meanwhile is looked for as well. */
async function find(
  context: Context,
  protocol: AnyProtocol,
  { user, borrowers, target, market = null, block, followsHead = false, anew = false, onProgress }: AssessRequest,
): Promise<{ readonly found: Discovered; readonly at: bigint }> {
  if (target) return { found: { targets: [target], markets: [], scans: [] }, at: block.number };
  let at = block.number;
  for (let search = 1; ; search++) {
    const found = await protocol.discover(context, {
      ...(user !== null ? { user } : borrowers && { users: borrowers }),
      ...(market !== null && "id" in market && { marketId: market.id }),
      ...(anew && search === 1 && { anew }),
      toBlock: at,
      ...(onProgress && { onProgress }),
    });
    const head = followsHead ? await context.client.getBlockNumber({ cacheTime: 0 }) : at;
    if (head <= at + RECENT_BLOCKS || search === MOST_SEARCHES) return { found, at };
    at = head;
  }
}
