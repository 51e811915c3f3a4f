import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import { NothingToDo, UsageError } from "../core/errors/errors.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../core/names/names.ts";
import { isMarket, type MarketChoice as Resolved } from "../flow/find/market-choice.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { MarketChoice } from "./commands/plan-options.ts";
import { shorten } from "./print/format.ts";

export interface MarketRequest {
  /** Null: exactly one target is meant, and no market is to be chosen. */
  readonly user: Address | null;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
}

/**
 * The market that is meant: one that the chain has and the protocols asked for, an id in full.
 * @param blockNumber up to which the user's markets are looked for
 * @throws UsageError with the markets to choose from when there is none, or more than one; NothingToDo when a part of an id
 * is given and the user has no such market at all.
 */
export async function resolveMarket(
  context: Context,
  { user, protocols, market }: MarketRequest,
  blockNumber: bigint,
): Promise<Resolved | null> {
  if (market === null || user === null) return null;
  if ("name" in market || "address" in market) return namedMarket(context, protocols, market);
  return { id: await fullId(context, { user, protocols, market }, blockNumber) };
}

function namedMarket(
  { book }: Context,
  protocols: readonly ProtocolName[],
  choice: Extract<MarketChoice, { name: string } | { address: Address }>,
): Resolved {
  const all = PROTOCOL_NAMES.flatMap((protocol) =>
    PROTOCOLS[protocol].markets(book).map((market) => ({ ...market, protocol })),
  );
  const text = "name" in choice ? choice.name : choice.address;
  const found = all.filter((market) => isMarket(market, choice));
  const names = (markets: typeof all) => markets.map(({ name, protocol }) => `${name} (${protocol})`).join(", ");
  if (found.length === 0) throw new UsageError(`${book.name} has no market ${text}`, { hint: `it has ${names(all)}` });
  if (found.some(({ protocol }) => protocols.includes(protocol))) return choice;
  const possible = all.filter(({ protocol }) => protocols.includes(protocol));
  throw new UsageError(
    `${text} is a market of ${found[0]!.protocol}, and --protocol asks for ${protocols.join(", ")}`,
    {
      hint: possible.length > 0 ? `that has ${names(possible)}` : `${book.name} has no market of that`,
    },
  );
}

async function fullId(
  context: Context,
  { user, protocols, market }: MarketRequest & { readonly user: Address; readonly market: MarketChoice },
  toBlock: bigint,
): Promise<`0x${string}`> {
  const [start, end] = "idStart" in market ? [market.idStart, market.idEnd] : ["id" in market ? market.id : "", ""];
  const haveIds = PROTOCOL_NAMES.filter((name) => PROTOCOLS[name].hasMarketIds);
  const asked = protocols.filter((name) => haveIds.includes(name) && PROTOCOLS[name].markets(context.book).length > 0);
  if (asked.length === 0) {
    const markets = `markets of ${haveIds.join(", ")}`;
    throw new UsageError(`${shorten(start)} is a market id: only ${markets} have one, not asked for or not here`, {
      hint: "leave --protocol out, or use a market's name",
    });
  }
  const found = await Promise.all(asked.map((name) => PROTOCOLS[name].discover(context, { user, toBlock })));
  const refs = found.flatMap(({ targets }) => targets);
  const ids = [...new Set(refs.flatMap(({ marketId }) => (marketId ? [marketId.toLowerCase() as `0x${string}`] : [])))];
  const fitting = ids.filter((id) => id.startsWith(start) && id.endsWith(end));
  if (fitting.length === 1) return fitting[0]!;
  if (ids.length === 0) {
    throw new NothingToDo(`${user} has never borrowed from ${asked.join(" or ")}`, {
      code: "no-debt",
      hint: "check the address, --chain and --market",
    });
  }
  const text = "idStart" in market ? `${start}…${end}` : shorten(start);
  throw new UsageError(
    fitting.length > 1
      ? `--market ${text} is not the only one that begins so`
      : `${user} has never borrowed from the ${asked.join(" or ")} market ${text}`,
    {
      hint: `it borrowed from ${(fitting.length > 1 ? fitting : ids).map(fitting.length > 1 ? (id) => id : shorten).join(", ")}`,
    },
  );
}
