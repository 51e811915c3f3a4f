import { type Address, isAddressEqual } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { NothingToDo, RefusedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { Assessment } from "../../protocols/types.ts";
import { unreadFailure } from "../assess/unread-failure.ts";
import { formatWad } from "../plan/format-wad.ts";
import { isMarket, type MarketChoice } from "./market-choice.ts";

/** The assessments of one market; all of them when none is named. */
export function inMarket(
  assessments: readonly Assessment[],
  choice: MarketChoice | null,
  book: ChainBook,
): readonly Assessment[] {
  if (choice === null) return assessments;
  if ("id" in choice) return assessments.filter(({ ref }) => ref.marketId?.toLowerCase() === choice.id);
  const markets = Object.values(PROTOCOLS).flatMap((protocol) => protocol.markets(book));
  const addresses = markets.filter((market) => isMarket(market, choice)).map(({ address }) => address);
  return assessments.filter(({ ref }) => addresses.some((address) => isAddressEqual(ref.market, address)));
}

/**
 * The accounts that can be liquidated; if there is none, those that could be but for a reason of their own.
 * @throws NothingToDo when all are known to be healthy or without debt; RpcError when one could not be read, because what
 * is not known is never healthy.
 */
export function liquidatable(assessments: readonly Assessment[], user: Address): readonly Assessment[] {
  const usable = assessments.filter(({ status }) => status.kind === "liquidatable");
  if (usable.length > 0) return usable;

  const reasons = assessments.flatMap(({ status }) => (status.kind === "refused" ? [status.reason] : []));
  const unread = unreadFailure(assessments);
  if (unread) throw unread;
  if (reasons.length > 0) return assessments.filter(({ status }) => status.kind === "refused");

  const sickest = assessments
    .filter(({ status }) => status.kind === "healthy")
    .sort((a, b) => ((a.healthFactor ?? 0n) < (b.healthFactor ?? 0n) ? -1 : 1))[0];
  if (sickest?.healthFactor) {
    throw new NothingToDo(`${user} is healthy: its health factor is ${formatWad(sickest.healthFactor)}`, {
      code: "healthy",
      hint: "see at which prices it fails with fliq inspect",
      numbers: { healthFactor: sickest.healthFactor },
    });
  }
  throw new NothingToDo(`${user} has no debt in the markets asked for`, {
    code: "no-debt",
    hint: "check the address, --chain and --protocol",
  });
}

/** What the user can do about a reason, where it is not plain from its message. */
const HINTS: Readonly<Record<string, string>> = {
  slippage: "raise --max-slippage-bps, or repay less",
  "slippage-limit": "lower --max-slippage-bps",
  "tip-limit": "lower --tip-bps",
  "gas-price": "wait, or raise --max-gas-gwei",
  "stale-endpoint": "use another endpoint",
  deadline: "planning took too long: try again",
  "bad-debt": "--realize-bad-debt takes it all the same",
  "wallet-unknown": "pass --from <address>, or the key of the wallet",
  "wallet-unused": "deploy it with fliq deploy, or use another --funding",
};

/** A reason of a stage as the failure of a command. */
export function refusedFor(reason: Reason): RefusedError {
  const { code, message, numbers } = reason;
  const hint = hintFor(reason);
  return new RefusedError(message, { code, ...(numbers && { numbers }), ...(hint && { hint }) });
}

/** The second half of the sentence, if there is one. */
export function hintFor({ code, numbers }: Reason): string | undefined {
  if (code !== "below-min-profit") return HINTS[code];
  return Number(numbers?.netUsd ?? 0) > 0 ? "lower --min-profit to take it all the same" : undefined;
}
