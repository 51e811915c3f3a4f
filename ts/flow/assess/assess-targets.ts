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
  const { book, logger, signal } = context;
  const here = protocolsHere(request, book);
  if (here.length === 0) {
    logger.warn(`${book.name} has none of the protocols asked for`, { protocols: request.protocols.join(", ") });
    return [];
  }
  const prices = new Map<string, bigint>();
  const assessed: AssessedTarget[] = [];
  const failures = new Map<ProtocolName, FliqError>();
  for (const name of here) {
    try {
      assessed.push(...(await assessProtocol(context, PROTOCOLS[name], request, prices)));
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
  return assessed;
}

/** @param prices USD prices that the markets read so far have said; those of this protocol are added */
async function assessProtocol(
  context: Context,
  protocol: AnyProtocol,
  request: AssessRequest,
  prices: Map<string, bigint>,
): Promise<AssessedTarget[]> {
  const { config, client } = context;
  const { block, followsHead = false, liquidationPrices = false, onProgress } = request;
  const targets = request.target ? [request.target] : await find(context, protocol, request);
  const head = followsHead ? await client.getBlockNumber({ cacheTime: 0 }) : block.number;
  const at = head > block.number + RECENT_BLOCKS ? head : block.number;
  const states = await readStates(context, protocol, targets, at, onProgress);
  addPrices(prices, knownPrices(protocol, states.markets));
  addPrices(prices, await missingPrices(context, protocol, states.markets, prices, at));
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
