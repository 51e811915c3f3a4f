import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import type { MarketChoice as Resolved } from "../flow/find/market-choice.ts";
import type { Who } from "./commands/who-options.ts";
import { type MarketRequest, resolveMarket } from "./resolve-market.ts";
import { resolveUser } from "./resolve-user.ts";

/**
 * Whom a command is about, and in which market: the user first, as a part of a market's id is looked up among the user's.
 * @throws as {@link resolveUser} and {@link resolveMarket}
 */
export async function resolveWho(
  context: Context,
  { user: choice, protocols, market }: Pick<Who, "user" | "protocols"> & Pick<MarketRequest, "market">,
  blockNumber: bigint,
): Promise<{ readonly user: Address | null; readonly market: Resolved | null }> {
  const user = await resolveUser(context, choice, protocols, blockNumber);
  return { user, market: await resolveMarket(context, { user, protocols, market }, blockNumber) };
}
