import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { type PackedReader, packedReader } from "../../core/lens/packed.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { uniswapV3QuoterAbi } from "../../generated/UniswapV3Quoter.ts";
import type { QuoteRequest, RouteQuote } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES, type UniswapV3Deployment } from "./addresses.ts";

/** What the pools say, with more than a venue has to: `gas` is too low for a pool that another request of the call warmed up. */
export type UniswapV3Quote =
  | (Extract<RouteQuote, { ok: true }> & {
      /** Square root price (X96) of each pool after the swap, in the direction of the trade. */
      readonly sqrtPricesX96After: readonly bigint[];
    })
  | Extract<RouteQuote, { ok: false }>;

/** At most 224 bytes each with their paths. */
const QUOTES_PER_CALL = 150;

const QUOTED = 1;
const FAILURES: Readonly<Record<number, Reason>> = {
  2: { code: "no-pool", message: "a pool of the route does not exist" },
  3: { code: "swap-reverted", message: "a pool of the route refuses the swap, or it takes over 4 million gas" },
  4: { code: "too-little-liquidity", message: "a pool of the route cannot take the whole amount" },
};

/**
 * Quotes many swaps on the real pools at one block, every one from the state of that block, 150 a call or as many as the
 * node's gas allows. One result a request, in order. Equal to what Uniswap's QuoterV2 answers, except that an input which a
 * pool cannot take whole is a failure.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function quoteRoutes(
  context: Context,
  requests: readonly QuoteRequest[],
  blockNumber: bigint,
): Promise<UniswapV3Quote[]> {
  const venue = UNISWAP_V3_ADDRESSES.of(context.book);
  if (venue === null) return requests.map(() => refusal("no-venue", `${context.book.name} has no Uniswap V3`));
  const asked = requests.filter(isQuotable);
  const quotes = await readBatched<QuoteRequest, UniswapV3Quote>(asked, {
    batchSize: QUOTES_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    read: (batch) => quoteBatch(context, venue, batch, blockNumber),
    failed: (_, error) => refusal("quote-failed", `the route could not be quoted: ${describeReadError(error)}`),
  });
  const answers = new Map(asked.map((request, index) => [request, quotes[index]!]));
  return requests.map((request) => answers.get(request) ?? refusal("no-amount", "there is nothing to quote"));
}

async function quoteBatch(
  context: Context,
  { factory, poolInitCodeHash: initCodeHash }: UniswapV3Deployment,
  batch: readonly QuoteRequest[],
  blockNumber: bigint,
): Promise<UniswapV3Quote[]> {
  const paths: Hex[] = [...new Set(batch.map(({ route }) => route.path))];
  const indexOf = new Map(paths.map((path, index) => [path, BigInt(index)]));
  const [done, records] = await callDeployless(context.client, {
    contract: "UniswapV3Quoter",
    abi: uniswapV3QuoterAbi,
    functionName: "quote",
    args: [
      { factory, initCodeHash },
      paths,
      batch.map(({ route, kind, amount }) => ({
        path: indexOf.get(route.path)!,
        amount: kind === "exact-input" ? amount : -amount,
      })),
    ],
    blockNumber,
  });
  const reader = packedReader(records);
  return Array.from({ length: Number(done) }, () => readQuote(reader));
}

function readQuote(reader: PackedReader): UniswapV3Quote {
  const outcome = reader.byte();
  if (outcome !== QUOTED) {
    const reason = FAILURES[outcome];
    if (!reason) throw new RangeError(`unknown outcome ${outcome} in a quoter answer`);
    return { ok: false, reason };
  }
  const amount = reader.uint();
  const gas = reader.uint();
  const sqrtPricesX96After = Array.from({ length: reader.byte() }, () => reader.uint());
  return { ok: true, amount, gas, sqrtPricesX96After };
}

function isQuotable({ amount }: QuoteRequest): boolean {
  return amount > 0n && amount < 2n ** 255n;
}

function refusal(code: string, message: string): UniswapV3Quote {
  return { ok: false, reason: { code, message } };
}
