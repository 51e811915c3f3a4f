import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AccountState, AssessOptions, OnProgress, Protocol } from "../../protocols/protocol.ts";
import type { Assessment } from "../../protocols/types.ts";
import type { MarketChoice } from "../find/market-choice.ts";
import { protocolsFor } from "../find/protocols-for.ts";
import { usdPrices } from "../plan/usd-prices.ts";
import { notAssessed, notFound } from "./unknown-accounts.ts";

export interface AssessRequest {
  readonly protocols: readonly ProtocolName[];
  /** Null: everybody who ever borrowed. */
  readonly user: Address | null;
  /** Protocols that cannot have this market are left out. Absent or null: none is. */
  readonly market?: MarketChoice | null;
  readonly block: ResolvedBlock;
  /** The newest block is meant: after a search that took long, accounts are read at the one that is newest then. */
  readonly followsHead?: boolean;
  readonly onProgress?: OnProgress;
}

/** Nodes that keep no history still have the state of so many blocks. */
const RECENT_BLOCKS = 32n;

/**
 * discover and assess: every account of the protocols at one block, each with the exact rules of its protocol. What could
 * not be read is among them, as refused with the reason: an account, or each market of a protocol whose accounts could not
 * be found, then for the zero address if nobody was named.
 * @throws UsageError for a market that no protocol has; RpcError when no protocol could be searched; InterruptedError.
 */
export async function assessAccounts(context: Context, request: AssessRequest): Promise<Assessment[]> {
  const { book, logger, signal } = context;
  const names = protocolsFor(request.market ?? null, request.protocols, book);
  const here = names.filter((name) => PROTOCOLS[name].markets(book).length > 0);
  if (here.length === 0) {
    logger.warn(`${book.name} has none of the protocols asked for`, { protocols: names.join(", ") });
    return [];
  }
  const assessments: Assessment[] = [];
  const failures = new Map<ProtocolName, FliqError>();
  for (const name of here) {
    try {
      assessments.push(...(await assessProtocol(context, PROTOCOLS[name], request)));
    } catch (error) {
      const failure = signal.aborted ? new InterruptedError() : explainFailure(error);
      if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
      failures.set(name, failure);
      assessments.push(...notFound(PROTOCOLS[name], { ...request, book, failure }));
    }
  }
  for (const [name, failure] of failures) {
    if (failures.size === here.length) throw failure;
    logger.warn(`the accounts of ${name} could not be found: nothing is known about them`, { reason: failure.message });
  }
  return assessments;
}

async function assessProtocol(
  context: Context,
  protocol: Protocol<never>,
  { user, market = null, block, followsHead = false, onProgress }: AssessRequest,
): Promise<Assessment[]> {
  const { config, client } = context;
  const refs = await protocol.discover(context, {
    ...(user !== null && { user }),
    ...(market !== null && "id" in market && { marketId: market.id }),
    toBlock: block.number,
    ...(onProgress && { onProgress }),
  });
  const head = followsHead ? await client.getBlockNumber({ cacheTime: 0 }) : block.number;
  const at = head > block.number + RECENT_BLOCKS ? head : block.number;
  const states = await protocol.read(context, refs, at, onProgress);
  const tokens = [...new Set(states.flatMap((state) => (state.ok ? protocol.pricedTokens(state) : [])))];
  return assessAll(context, protocol, states, {
    horizonSeconds: config.horizonSeconds,
    realizeBadDebt: config.realizeBadDebt || protocol.booksBadDebt,
    usdPrices: await usdPrices(context, tokens, at),
  });
}

/** One account with a state that nobody foresaw must not keep the others from being judged. */
function assessAll(
  { logger }: Context,
  protocol: Protocol<never>,
  states: readonly AccountState<never>[],
  options: AssessOptions,
): Assessment[] {
  const failed: unknown[] = [];
  const assessments = states.map((state) => {
    try {
      return protocol.assess(state, options);
    } catch (error) {
      failed.push(error);
      return notAssessed(state, error);
    }
  });
  if (failed.length > 0) {
    logger.warn(`${failed.length} of ${states.length} accounts of ${protocol.name} could not be assessed`, {
      reason: failed[0],
    });
  }
  return assessments;
}
