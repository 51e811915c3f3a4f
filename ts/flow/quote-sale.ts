import type { Context } from "../core/context.ts";
import { createOnce } from "../core/data/once.ts";
import { NothingToDo, RpcError } from "../core/errors/errors.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { Token } from "../core/tokens/token.ts";
import { bestSplit, MOST_PARTS } from "../routing/best-sale.ts";
import type { Path } from "../routing/path.ts";
import { type Hop, type Route, routeOf } from "../routing/route.ts";
import { type Sold, sellAlong } from "../routing/sell-along.ts";
import { sharesOf } from "../routing/shares-of.ts";
import { debtPerGas } from "./plan/debt-per-gas.ts";
import { readGasPrice } from "./plan/gas.ts";
import { poolBookAt } from "./plan/pool-book-at.ts";
import { GAS_OF_PART } from "./plan/search/search-candidates.ts";
import { toUsdDown } from "./plan/usd.ts";
import { readUsdPrices } from "./plan/usd-prices.ts";

/** What is to be sold for what. */
export interface QuoteQuestion {
  readonly tokenIn: Token;
  readonly tokenOut: Token;
  /** Units of `tokenIn`, above 0. */
  readonly amount: bigint;
  readonly blockNumber: bigint;
}

/** A part of the sale. */
export interface QuotedPart {
  readonly hops: readonly Hop[];
  /** Units of the token in, and of the token out. */
  readonly sold: bigint;
  readonly received: bigint;
}

/** What a sale would bring. Amounts in units of the token out, to the unit as the contracts compute it. */
export interface SaleQuote {
  readonly route: Route;
  readonly parts: readonly QuotedPart[];
  readonly received: bigint;
  /** Of the sale inside a liquidation. */
  readonly gas: bigint;
  /** The best along one path, which may be the same. */
  readonly single: { readonly received: bigint; readonly hops: readonly Hop[] } | null;
  /** Units of the token out for a whole unit of the token in, of a sale that moves no pool; null where nothing so small can be sold. */
  readonly spot: bigint | null;
  /** USD with 8 decimals; null when a price is not known. */
  readonly soldUsd: bigint | null;
  readonly receivedUsd: bigint | null;
  readonly paths: number;
  readonly unasked: readonly Reason[];
}

/** Part of the amount that moves no pool. */
const SMALL = 10_000n;

/**
 * The best way to sell an amount at a block, in parts or along one path, with the prices for comparison.
 * @throws NothingToDo when no path sells it, RpcError when something could not be asked and there is none
 */
export async function quoteSale(context: Context, question: QuoteQuestion): Promise<SaleQuote> {
  const { tokenIn, tokenOut, amount, blockNumber } = question;
  const { venue, route: way } = context.config;
  const book = await poolBookAt(context, blockNumber, createOnce());
  const trade = { tokenIn: tokenIn.address, tokenOut: tokenOut.address };
  const [gasPrice, prices] = await Promise.all([
    readGasPrice(context, blockNumber),
    readUsdPrices(context, [tokenIn.address, tokenOut.address], blockNumber),
    book.read([trade]),
  ]);
  const priceOf = ({ address }: Token) => prices.get(address.toLowerCase()) ?? null;
  const paths = book.paths(trade, venue);
  const unasked = book.unasked();
  const perGas = debtPerGas({ token: tokenOut, most: 0n, priceUsd: priceOf(tokenOut) }, gasPrice);
  const terms = { mostParts: way === "single" ? 1 : MOST_PARTS, costOfPath: perGas * GAS_OF_PART };
  const best = paths.length === 0 ? null : sellBest(paths, bestSplit(paths, Number(amount), terms), amount);
  if (best === null) throw noWay(question, unasked);
  const single = bestAlone(paths, amount);
  const small = amount >= SMALL ? bestAlone(paths, amount / SMALL) : null;
  return {
    route: best.route,
    parts: best.sold.parts.map(({ offered, received }, index) => ({
      hops: best.route.splits[index]!.hops,
      sold: offered,
      received,
    })),
    received: best.sold.received,
    gas: best.sold.gas,
    single: single && { received: single.sold.received, hops: single.route.splits[0]!.hops },
    spot: small && (small.sold.received * 10n ** BigInt(tokenIn.decimals)) / (amount / SMALL),
    soldUsd: usdOf(amount, tokenIn, priceOf(tokenIn)),
    receivedUsd: usdOf(best.sold.received, tokenOut, priceOf(tokenOut)),
    paths: paths.length,
    unasked,
  };
}

interface Best {
  readonly sold: Sold;
  readonly route: Route;
}

function sellBest(paths: readonly Path[], amounts: readonly number[], amount: bigint): Best | null {
  const shares = sharesOf(paths, amounts);
  if (shares.length === 0) return null;
  const sold = sellAlong(shares, amount);
  const route = routeOf({ parts: shares });
  return sold.ok && sold.paid === amount && route !== null ? { sold, route } : null;
}

function bestAlone(paths: readonly Path[], amount: bigint): Best | null {
  let best: Best | null = null;
  for (const [index] of paths.entries()) {
    const one = sellBest(
      paths,
      paths.map((_, other) => (other === index ? 1 : 0)),
      amount,
    );
    if (one !== null && (best === null || one.sold.received > best.sold.received)) best = one;
  }
  return best;
}

function usdOf(amount: bigint, token: Token, priceUsd: bigint | null): bigint | null {
  return priceUsd === null ? null : toUsdDown(amount, token, priceUsd);
}

function noWay({ tokenIn, tokenOut }: QuoteQuestion, unasked: readonly Reason[]): Error {
  const [first] = unasked;
  const what = `nothing sells that much ${tokenIn.symbol} for ${tokenOut.symbol}`;
  if (first)
    return new RpcError("node-error", `it is not known whether ${what}: ${first.message}`, { retryable: true });
  return new NothingToDo(what, { code: "no-route", hint: "try less, or other --venue" });
}
