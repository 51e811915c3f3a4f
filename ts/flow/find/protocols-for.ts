import type { ChainBook } from "../../core/chain-book.ts";
import { UsageError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { isMarket, type MarketChoice } from "./market-choice.ts";

/**
 * The protocols that can have the market that the user names: the others need not be asked for anything.
 * @param choice null: any market
 * @throws UsageError when none of them has it on this chain
 */
export function protocolsFor(
  choice: MarketChoice | null,
  protocols: readonly ProtocolName[],
  book: ChainBook,
): readonly ProtocolName[] {
  if (choice === null) return protocols;
  const markets = (name: ProtocolName) => PROTOCOLS[name].markets(book);
  const found = protocols.filter((name) =>
    "id" in choice
      ? PROTOCOLS[name].hasMarketIds && markets(name).length > 0
      : markets(name).some((market) => isMarket(market, choice)),
  );
  if (found.length > 0) return found;
  const names = protocols.flatMap((name) => markets(name).map((market) => market.name)).join(", ");
  throw new UsageError(`${book.name} has no market ${Object.values(choice)[0]}`, {
    hint: names === "" ? `it has none of ${protocols.join(", ")}` : `it has ${names}`,
  });
}
