import { type Address, isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { saidByChain } from "../../core/errors/said-by-chain.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { readDecimals } from "../../core/tokens/decimals.ts";
import type { PriceQuestion, UsdPrices } from "../price-source.ts";
import { priceFromCosts } from "./price-from-costs.ts";

/** USD with 8 decimals: what the first look buys, and the second, ten times as much. */
const SIZES_USD = [100_00000000n, 1_000_00000000n] as const;

const UNREAD = "unread";

interface Reference {
  readonly token: Address;
  /** USD per whole token, 8 decimals. */
  readonly priceUsd: bigint;
}

/**
 * The price of each token by what the venues want of it for a hundred dollars' worth of a token whose price the earlier
 * sources know: the wrapped native token, or the first route token that has one. Refused where a thousand dollars' worth
 * costs another price. Tokens that could not be asked for are told in one warning.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readRoutes(context: Context, question: PriceQuestion): Promise<UsdPrices> {
  const { book, config, signal, logger } = context;
  const all = [book.wrappedNative, ...book.routeTokens];
  const known = await question.earlier(all);
  const references = all.flatMap((token): Reference[] => {
    const priceUsd = known.get(token.toLowerCase());
    return priceUsd === undefined || priceUsd === null ? [] : [{ token, priceUsd }];
  });
  // what nothing can be compared with because nothing could be read
  const isBlind = references.length === 0 && [...known.values()].includes(null);
  const failures: string[] = [];
  const prices = await mapConcurrent(question.tokens, config.concurrency, async (token) => {
    const reference = references.find((one) => !isAddressEqual(one.token, token));
    if (reference === undefined) return isBlind ? UNREAD : null;
    try {
      return await priceBy(context, question, token, reference);
    } catch (error) {
      if (signal.aborted) throw new InterruptedError();
      // what is no token, or does not say its decimals, has no price
      if (saidByChain(error)) return null;
      failures.push(describeReadError(error));
      return UNREAD;
    }
  });
  if (failures.length > 0) {
    const what = `the venues could not be asked for ${failures.length} of ${question.tokens.length} prices`;
    logger.warn(what, { reason: failures[0] });
  }
  return new Map(
    prices.flatMap((price, index) => {
      const token = question.tokens[index]!.toLowerCase();
      return price === null ? [] : [[token, price === UNREAD ? null : price] as const];
    }),
  );
}

async function priceBy(
  { client, logger }: Context,
  { costs, blockNumber }: PriceQuestion,
  token: Address,
  { token: reference, priceUsd }: Reference,
): Promise<bigint | null> {
  const decimalsOf = (address: Address) => readDecimals(client, address, blockNumber);
  const [decimals, referenceDecimals] = await Promise.all([decimalsOf(token), decimalsOf(reference)]);
  const unit = 10n ** BigInt(referenceDecimals);
  const bought = SIZES_USD.map((usd) => (usd * unit + priceUsd - 1n) / priceUsd);
  const sold = await costs(token, reference, bought);
  const [small, large] = bought.map((amount, index) => ({
    sold: sold[index] ?? null,
    worthUsd: (amount * priceUsd) / unit,
  }));
  const price = priceFromCosts(small!, large!, decimals);
  logger.debug("priced by the venues", { token, against: reference, sold: sold.join(" "), price });
  return price;
}
