import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AnyProtocol, OnProgress } from "../../protocols/protocol.ts";
import type { Target } from "../../protocols/target.ts";
import type { MarketChoice } from "../find/market-choice.ts";
import { protocolsHere } from "../find/protocols-here.ts";
import { addPrices } from "./add-prices.ts";
import { assessStates } from "./assess-states.ts";
import type { AssessedTarget } from "./assessed-target.ts";
import { knownPrices } from "./known-prices.ts";
import { missingPrices } from "./missing-prices.ts";
import { readStates } from "./read-states.ts";
import type { States } from "./states.ts";
import { notFound } from "./unknown-targets.ts";

export interface AssessRequest {
  readonly protocols: readonly ProtocolName[];
  /** Null: everybody who ever borrowed. */
  readonly user: Address | null;
  /** Exactly this one: then nothing is searched for. Absent or null: whatever is found. */
  readonly target?: Target | null;
  /** Protocols that cannot have this market are left out. Absent or null: none is. */
  readonly market?: MarketChoice | null;
  readonly block: ResolvedBlock;
  /** The newest block is meant: after a search that took long, accounts are read at the one that is newest then. */
  readonly followsHead?: boolean;
  /** Search the prices at which each position fails: for people, and most of the work. Absent: no. */
  readonly liquidationPrices?: boolean;
  readonly onProgress?: OnProgress;
}

/** Nodes that keep no history still have the state of so many blocks. */
const RECENT_BLOCKS = 32n;

/**
 * discover and assess: every target of the protocols at one block, each with the exact rules of its protocol. What could
 * not be read is among them, as refused with the reason: a target, or each market of a protocol whose accounts could not
 * be found, then for the zero address if nobody was named.
 * @throws UsageError for a market or target that no protocol has; RpcError when no protocol could be searched; InterruptedError.
 */
export async function assessTargets(context: Context, request: AssessRequest): Promise<AssessedTarget[]> {
  const { book, logger } = context;
  const here = protocolsHere(request, book);
  if (here.length === 0) {
    logger.warn(`${book.name} has none of the protocols asked for`, { protocols: request.protocols.join(", ") });
    return [];
  }
  const searches = here.map((name) => search(context, PROTOCOLS[name], request));
  const at = request.followsHead
    ? newestAfter(context, searches, request.block)
    : Promise.resolve(request.block.number);
  at.catch(() => {});
  const reads = await Promise.all(searches.map((found) => readProtocol(context, found, at, request)));
  const failures = reads.flatMap((read) => ("failure" in read ? [read] : []));
  if (failures.length === here.length) throw failures[0]!.failure;
  for (const { protocol, failure } of failures) {
    const reason = failure.message;
    logger.warn(`the accounts of ${protocol.name} could not be found: nothing is known about them`, { reason });
  }
  const prices = new Map<string, bigint>();
  for (const read of reads) if ("states" in read) addPrices(prices, knownPrices(read.protocol, read.states.markets));
  const assessed: AssessedTarget[] = [];
  for (const read of reads) {
    if ("failure" in read) assessed.push(...notFound(read.protocol, { ...request, book, failure: read.failure }));
    else assessed.push(...(await assessProtocol(context, read, prices, request)));
  }
  return assessed;
}

/** The targets of one protocol, once they are found. */
interface Search {
  readonly protocol: AnyProtocol;
  readonly targets: Promise<readonly Target[]>;
}

function search(context: Context, protocol: AnyProtocol, request: AssessRequest): Search {
  const targets = request.target ? Promise.resolve([request.target]) : find(context, protocol, request);
  // its failure matters where the targets are wanted
  targets.catch(() => {});
  return { protocol, targets };
}

/** The block to read at after all searches: the one that is newest then, if that is much later. */
async function newestAfter({ client }: Context, searches: readonly Search[], block: ResolvedBlock): Promise<bigint> {
  await Promise.allSettled(searches.map(({ targets }) => targets));
  const head = await client.getBlockNumber({ cacheTime: 0 });
  return head > block.number + RECENT_BLOCKS ? head : block.number;
}

/** What was read of one protocol, or why its accounts could not be found. */
type ProtocolRead =
  | { readonly protocol: AnyProtocol; readonly states: States; readonly blockNumber: bigint }
  | { readonly protocol: AnyProtocol; readonly failure: FliqError };

/** @throws what is no failure of the node, InterruptedError */
async function readProtocol(
  context: Context,
  { protocol, targets }: Search,
  at: Promise<bigint>,
  { onProgress }: AssessRequest,
): Promise<ProtocolRead> {
  try {
    const found = await targets;
    const blockNumber = await at;
    return { protocol, states: await readStates(context, protocol, found, blockNumber, onProgress), blockNumber };
  } catch (error) {
    const failure = context.signal.aborted ? new InterruptedError() : explainFailure(error);
    if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
    return { protocol, failure };
  }
}

/** @param prices USD prices that the markets of all protocols have said; what is asked for besides is added */
async function assessProtocol(
  context: Context,
  { protocol, states, blockNumber }: Extract<ProtocolRead, { states: States }>,
  prices: Map<string, bigint>,
  { liquidationPrices = false }: AssessRequest,
): Promise<AssessedTarget[]> {
  const { config } = context;
  addPrices(prices, await missingPrices(context, protocol, states.markets, prices, blockNumber));
  return assessStates(context, protocol, states, {
    horizonSeconds: config.horizonSeconds,
    realizeBadDebt: protocol.realizesBadDebt(config),
    usdPrices: prices,
    liquidationPrices,
  });
}

function find(
  context: Context,
  protocol: AnyProtocol,
  { user, market = null, block, onProgress }: AssessRequest,
): Promise<Target[]> {
  return protocol.discover(context, {
    ...(user !== null && { user }),
    ...(market !== null && "id" in market && { marketId: market.id }),
    toBlock: block.number,
    ...(onProgress && { onProgress }),
  });
}
