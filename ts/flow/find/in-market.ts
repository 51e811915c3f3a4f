import { isAddressEqual } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { isMarket, type MarketChoice } from "./market-choice.ts";

/** The targets of one market; all of them when none is named. */
export function inMarket(
  assessed: readonly AssessedTarget[],
  choice: MarketChoice | null,
  book: ChainBook,
): readonly AssessedTarget[] {
  if (choice === null) return assessed;
  if ("id" in choice) {
    return assessed.filter(({ assessment: { target } }) => target.marketId?.toLowerCase() === choice.id);
  }
  const markets = Object.values(PROTOCOLS).flatMap((protocol) => protocol.markets(book));
  const addresses = markets.filter((market) => isMarket(market, choice)).map(({ address }) => address);
  return assessed.filter(({ assessment: { target } }) =>
    addresses.some((address) => isAddressEqual(target.market, address)),
  );
}
