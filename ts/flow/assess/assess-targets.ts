import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AnyProtocol, Discovered, OnProgress } from "../../protocols/protocol.ts";
import type { Target } from "../../protocols/target.ts";
import { failureOf } from "../failure-of.ts";
import type { MarketChoice } from "../find/market-choice.ts";
import { protocolsHere } from "../find/protocols-here.ts";
import { addPrices } from "./add-prices.ts";
import { assessStates } from "./assess-states.ts";
import type { AssessedTarget } from "./assessed-target.ts";
import { badDebtPolicy } from "./bad-debt-policy.ts";
import type { DebtGap } from "./debt-gaps.ts";
import { findGaps } from "./find-gaps.ts";
import { knownPrices } from "./known-prices.ts";
import { missingPrices } from "./missing-prices.ts";
import { readStates } from "./read-states.ts";
import type { States } from "./states.ts";
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
  const { book, logger } = context;
  const here = protocolsHere(request, book);
  if (here.length === 0) {
    logger.warn(`${book.name} has none of the protocols asked for`, { protocols: request.protocols.join(", ") });
    return { assessed: [], gaps: [] };
  }
  const { searches, at } = await searchAll(context, here, request);
  const reads = await Promise.all(searches.map((one) => readProtocol(context, one, at, request)));
  const failures = reads.flatMap((read) => ("failure" in read ? [read] : []));
  if (failures.length === here.length) throw failures[0]!.failure;
  for (const { protocol, failure } of failures) {
    const reason = failure.message;
    logger.warn(`the accounts of ${protocol.name} could not be found: nothing is known about them`, { reason });
  }
  const prices = new Map<string, bigint>();
  for (const read of reads) if ("states" in read) addPrices(prices, knownPrices(read.protocol, read.states.markets));
  const assessed: AssessedTarget[] = [];
  const gaps: DebtGap[] = [];
  for (const read of reads) {
    if ("failure" in read) {
      assessed.push(...notFound(read.protocol, { ...request, book, failure: read.failure }));
      continue;
    }
    const survey = await assessProtocol(context, read, { prices, at }, request);
    assessed.push(...survey.assessed);
    gaps.push(...survey.gaps);
  }
  return { assessed, gaps };
}

/** The targets of one protocol, once they are found. */
interface Search {
  readonly protocol: AnyProtocol;
  readonly found: Promise<Discovered>;
}

/** Who is there, and as of which block: of searches that took long, what happened meanwhile is looked for as well. */
async function searchAll(
  context: Context,
  here: readonly ProtocolName[],
  request: AssessRequest,
): Promise<{ readonly searches: readonly Search[]; readonly at: bigint }> {
  const { target, block, followsHead = false, anew = false } = request;
  let at = block.number;
  for (let round = 1; ; round++) {
    const searches = here.map((name) =>
      search(context, PROTOCOLS[name], { ...request, anew: anew && round === 1 }, at),
    );
    if (!followsHead || target) return { searches, at };
    await Promise.allSettled(searches.map(({ found }) => found));
    const head = await context.client.getBlockNumber({ cacheTime: 0 });
    if (head <= at + RECENT_BLOCKS || round === MOST_SEARCHES) return { searches, at };
    at = head;
  }
}

function search(context: Context, protocol: AnyProtocol, request: AssessRequest, toBlock: bigint): Search {
  const { user, borrowers, target, market = null, anew = false, onProgress } = request;
  if (target) return { protocol, found: Promise.resolve({ targets: [target], markets: [], scans: [] }) };
  const found = protocol.discover(context, {
    ...(user !== null ? { user } : borrowers && { users: borrowers }),
    ...(market !== null && "id" in market && { marketId: market.id }),
    ...(anew && { anew }),
    toBlock,
    ...(onProgress && { onProgress }),
  });
  // its failure matters where the targets are wanted
  found.catch(() => {});
  return { protocol, found };
}

/** What was read of one protocol, or why its accounts could not be found. */
type ProtocolRead =
  | { readonly protocol: AnyProtocol; readonly found: Discovered; readonly states: States }
  | { readonly protocol: AnyProtocol; readonly failure: FliqError };

/** @throws what is no failure of the node, InterruptedError */
async function readProtocol(
  context: Context,
  search: Search,
  at: bigint,
  { onProgress }: AssessRequest,
): Promise<ProtocolRead> {
  const { protocol } = search;
  try {
    const found = await search.found;
    return { protocol, found, states: await readStates(context, protocol, found.targets, at, onProgress) };
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    return { protocol, failure: failureOf(error) };
  }
}

/** @param prices USD prices that the markets of all protocols have said; what is asked for besides is added */
async function assessProtocol(
  context: Context,
  { protocol, found, states }: Extract<ProtocolRead, { states: States }>,
  { prices, at }: { readonly prices: Map<string, bigint>; readonly at: bigint },
  request: AssessRequest,
): Promise<Survey> {
  const { config } = context;
  addPrices(prices, await missingPrices(context, protocol, states.markets, prices, at));
  const assessed = assessStates(context, protocol, states, {
    horizonSeconds: config.horizonSeconds,
    ...badDebtPolicy(protocol, config),
    usdPrices: prices,
    liquidationPrices: request.liquidationPrices ?? false,
  });
  const isEverybody = request.user === null && !request.target && !request.market;
  return { assessed, gaps: isEverybody ? await findGaps(context, protocol, found, states, at) : [] };
}
