import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import type { Token } from "../../core/tokens/token.ts";
import type { OnProgress } from "../../protocols/protocol.ts";
import type { Assessment, QuoteResult } from "../../protocols/types.ts";
import type { MarketChoice } from "../find/market-choice.ts";
import { inMarket } from "../find/select-accounts.ts";
import { assessAccounts } from "./assess-accounts.ts";
import { unreadFailure } from "./unread-failure.ts";

export interface InspectRequest {
  readonly user: Address;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
  readonly block: ResolvedBlock;
  readonly onProgress?: OnProgress;
}

/** What one call on a pair could do at most. */
export interface PairLine {
  readonly collateral: Token;
  readonly debt: Token;
  /** Debt units. */
  readonly maxRepay: bigint;
  readonly bonusBps: bigint;
  readonly most: QuoteResult;
}

/** One account, complete, with what could be repaid and seized for each pair. */
export interface Inspection {
  readonly assessment: Assessment;
  readonly pairs: readonly PairLine[];
}

/**
 * Every account of a user that has any position, or that could not be read.
 * @throws as {@link assessAccounts}; RpcError when there are none but accounts that could not be read.
 */
export async function inspect(context: Context, request: InspectRequest): Promise<Inspection[]> {
  const all = inMarket(await assessAccounts(context, request), request.market, context.book);
  const shown = all.filter(({ positions, status }) => positions.length > 0 || status.kind === "refused");
  const failure = shown.every((one) => unreadFailure([one]) !== null) ? unreadFailure(shown) : null;
  if (failure !== null) throw failure;
  return shown.map((assessment) => ({
    assessment,
    pairs: assessment.pairs.map((pair) => ({
      collateral: pair.collateral,
      debt: pair.debt,
      maxRepay: pair.maxRepay,
      bonusBps: pair.bonusBps,
      most: pair.quote(pair.maxRepay),
    })),
  }));
}
