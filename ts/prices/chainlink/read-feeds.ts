import { type Address, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { saidByChain } from "../../core/errors/said-by-chain.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { USD_DECIMALS } from "../../core/math/decimal.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { readDecimals } from "../../core/tokens/decimals.ts";
import type { PriceQuestion, UsdPrices } from "../price-source.ts";
import type { Feeds } from "./addresses.ts";

const ABI = parseAbi([
  "function latestRoundData() view returns (uint80, int256 answer, uint256, uint256 updatedAt, uint80)",
]);

/** Seconds. The longest heartbeat of a feed of a token in USD (docs.chain.link/data-feeds/price-feeds/addresses). */
const HEARTBEAT = 86_400n;
/** Seconds by which an update may be late. */
const GRACE = 86_400n;

/** A price in USD with 8 decimals, or why there is none: `isRead` when the feed itself says so. */
type Answer =
  | { readonly price: bigint; readonly why: null; readonly isRead: true }
  | { readonly price: null; readonly why: string; readonly isRead: boolean };

/**
 * Asks the feed of each token that has one, a few at once. An answer of zero or less, one that is two days older than the
 * block, leave their token out, a feed that cannot be read leaves null; they are told in one warning.
 * @throws RpcError when the block cannot be read, InterruptedError
 */
export async function readFeeds(
  context: Context,
  { tokens, blockNumber }: Pick<PriceQuestion, "tokens" | "blockNumber">,
  feeds: Feeds,
): Promise<UsdPrices> {
  const { client, config, signal, logger } = context;
  const feedOf = new Map(Object.entries(feeds).map(([token, feed]) => [token.toLowerCase(), feed as Address]));
  const known = tokens.filter((token) => feedOf.has(token.toLowerCase()));
  if (known.length === 0) return new Map();
  const { timestamp } = await client.getBlock({ blockNumber });
  const answers = await readBatched<Address, Answer>(known, {
    batchSize: 1,
    concurrency: config.concurrency,
    signal,
    read: async ([token]) => [await readFeed(context, feedOf.get(token!.toLowerCase())!, { blockNumber, timestamp })],
    failed: (token, error) => ({
      ...nothing(feedOf.get(token.toLowerCase())!, `cannot be read: ${describeReadError(error)}`),
      isRead: saidByChain(error),
    }),
  });
  const reasons = answers.flatMap(({ why }) => (why === null ? [] : [why]));
  if (reasons.length > 0) {
    logger.warn(`${reasons.length} of ${known.length} Chainlink feeds give no price`, { reason: reasons[0] });
  }
  return new Map(
    answers.flatMap(({ price, isRead }, index) =>
      price === null && isRead ? [] : [[known[index]!.toLowerCase(), price] as const],
    ),
  );
}

async function readFeed(
  { client }: Context,
  feed: Address,
  { blockNumber, timestamp }: { readonly blockNumber: bigint; readonly timestamp: bigint },
): Promise<Answer> {
  const read = { address: feed, abi: ABI, blockNumber } as const;
  const [decimals, [, answer, , updatedAt]] = await Promise.all([
    readDecimals(client, feed, blockNumber),
    client.readContract({ ...read, functionName: "latestRoundData" }),
  ]);
  if (answer <= 0n) return nothing(feed, `answers ${answer}`);
  if (updatedAt + HEARTBEAT + GRACE < timestamp) return nothing(feed, `is ${timestamp - updatedAt} seconds old`);
  const price = (answer * 10n ** BigInt(USD_DECIMALS)) / 10n ** BigInt(decimals);
  return price === 0n ? nothing(feed, "answers next to nothing") : { price, why: null, isRead: true };
}

function nothing(feed: Address, what: string) {
  return { price: null, why: `the feed ${feed} ${what}`, isRead: true } as const;
}
