import type { Address } from "viem";
import type { ResolvedBlock } from "../core/block.ts";
import type { Context } from "../core/context.ts";
import type { ProtocolName } from "../core/names.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { OnProgress } from "../protocols/protocol.ts";
import type { AccountRef, Assessment } from "../protocols/types.ts";
import { usdPrices } from "./prices.ts";

export interface AssessRequest {
  readonly protocols: readonly ProtocolName[];
  /** Null: everybody who ever borrowed. */
  readonly user: Address | null;
  readonly block: ResolvedBlock;
  readonly onProgress?: OnProgress;
}

/**
 * discover and assess: every account of the protocols at one block, each with the exact rules of its protocol. Accounts
 * that could not be read are among them, as refused with the reason.
 */
export async function assessAccounts(context: Context, request: AssessRequest): Promise<Assessment[]> {
  const { config, book } = context;
  const { user, block, onProgress } = request;
  const assessments: Assessment[] = [];
  for (const name of request.protocols) {
    if (!isHere(name, context)) continue;
    const protocol = PROTOCOLS[name];
    const refs: AccountRef[] = await protocol.discover(context, {
      ...(user !== null && { user }),
      toBlock: block.number,
      ...(onProgress && { onProgress }),
    });
    const states = await protocol.read(context, refs, block.number, onProgress);
    const tokens = [...new Set(states.flatMap((state) => (state.ok ? protocol.pricedTokens(state) : [])))];
    const options = {
      horizonSeconds: config.horizonSeconds,
      realizeBadDebt: config.realizeBadDebt || protocol.booksBadDebt,
      usdPrices: await usdPrices(context, tokens, block.number),
    };
    assessments.push(...states.map((state) => protocol.assess(state, options)));
  }
  if (assessments.length === 0 && request.protocols.every((name) => !isHere(name, context))) {
    context.logger.warn(`${book.name} has none of the protocols asked for`, {
      protocols: request.protocols.join(", "),
    });
  }
  return assessments;
}

function isHere(name: ProtocolName, { book }: Context): boolean {
  return PROTOCOLS[name].markets(book).length > 0;
}
