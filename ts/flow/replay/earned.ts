import type { ChainBook } from "../../core/chain-book.ts";
import type { Fields } from "../../core/records/fields.ts";
import type { Replay, ReplayedToken } from "../../protocols/replay.ts";
import { compared } from "./compare.ts";
import type { ComparedFigure } from "./replayed.ts";

/** The chain's own coin, of which gas and tips are. */
const NATIVE: ReplayedToken = { symbol: "of the native token", decimals: 18, address: null };

/**
 * What the liquidator made of the call, worked out from what the mathematics say was repaid and received, beside what the record
 * knows. What was sold or paid elsewhere is taken from the record: the call does not decide it.
 * @param planned null: the mathematics refuse the call
 * @param book tells which token is the chain's own coin
 * @throws FieldError for a field of the wrong form
 */
export function earnedOf(
  outcome: Fields,
  { debt, received }: Pick<Replay, "debt" | "received">,
  planned: { readonly repaid: bigint; readonly received: bigint } | null,
  book: ChainBook | null,
): ComparedFigure[] {
  const said = (name: string) => (outcome.has(name) ? outcome.integer(name) : null);
  const isToken = (name: string, token: ReplayedToken) => outcome.has(name) && outcome.text(name) === token.symbol;
  const inReceived = isToken("loanRepaidAsset", received);
  const paidIn = inReceived ? received : isToken("loanRepaidAsset", debt) ? debt : null;

  const loan = isToken("loanAsset", debt) ? (planned?.repaid ?? null) : null;
  // paid back in another token, what came in is what a sale brought
  const proceeds = inReceived ? (planned?.received ?? null) : said("proceeds");
  const gross = minus(proceeds, said("loanRepaid"));
  const gasCost = times(said("gasUsed"), said("effectiveGasPrice"));
  const isNative = paidIn?.address != null && paidIn.address.toLowerCase() === book?.wrappedNative.toLowerCase();
  const net = isNative ? minus(minus(gross, gasCost), said("coinbaseTip") ?? 0n) : null;

  const figure = (field: string, label: string, token: ReplayedToken | null, value: bigint | null) => {
    const real = said(field);
    return real === null ? [] : [compared({ field, label, token }, value, real)];
  };
  return [
    ...figure("loan", "borrowed for it", debt, loan),
    ...(inReceived ? figure("proceeds", "proceeds", received, proceeds) : []),
    ...figure("grossProfit", "gross profit", paidIn, gross),
    ...figure("gasCost", "gas", NATIVE, gasCost),
    ...figure("netProfit", "net profit", paidIn, net),
  ];
}

const minus = (a: bigint | null, b: bigint | null): bigint | null => (a === null || b === null ? null : a - b);
const times = (a: bigint | null, b: bigint | null): bigint | null => (a === null || b === null ? null : a * b);
