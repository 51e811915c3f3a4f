import { zeroAddress } from "viem";
import { z } from "zod";
import type { Aggregator, AggregatorQuote, AggregatorRequest } from "../aggregator.ts";
import { ask } from "../http/ask.ts";
import { createPace } from "../http/pace.ts";
import { refused, requireFit } from "../require-fit.ts";
import type { AggregatorSetup } from "../setup.ts";
import { addressText, bytesText, gasAny, unitsText } from "../shapes.ts";
import { readRouterCall } from "./read-call.ts";

/** One a second, as a key that costs nothing has it. */
const REQUESTS_EVERY_MS = 1_000;

const token = z.object({ address: addressText, chainId: z.number().int().optional() });

/** Of `/swap`. Source: 1inch classic swap API 6.1. */
const schema = z.object({
  srcToken: token.optional(),
  dstToken: token.optional(),
  dstAmount: unitsText,
  protocols: z.unknown(),
  tx: z.object({ from: addressText, to: addressText, data: bytesText, value: unitsText, gas: gasAny }),
});

/** 1inch, classic swap: on-chain liquidity alone. */
export function oneInch({ url, key, timeoutMs, pace = createPace(REQUESTS_EVERY_MS) }: AggregatorSetup): Aggregator {
  const name = "one-inch";
  return {
    name,
    async quote(request, signal) {
      const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
      const answer = await ask({ url: urlOf(url, request), headers, timeoutMs, signal, pace });
      return answer.ok ? judge(answer.json, request) : { ok: false, aggregator: name, reason: answer.reason };
    },
  };
}

function urlOf(
  base: string,
  { chainId, tokenIn, tokenOut, amount, taker, origin, slippageBps }: AggregatorRequest,
): URL {
  const url = new URL(`${base}/swap/v6.1/${chainId}/swap`);
  const asked = {
    src: tokenIn,
    dst: tokenOut,
    amount: amount.toString(),
    from: taker,
    origin,
    receiver: taker,
    slippage: (slippageBps / 100).toString(),
    disableEstimate: "true",
    allowPartialFill: "false",
    usePermit2: "false",
    includeTokensInfo: "true",
    includeProtocols: "true",
    includeGas: "true",
  };
  for (const [parameter, value] of Object.entries(asked)) url.searchParams.set(parameter, value);
  return url;
}

function judge(json: unknown, request: AggregatorRequest): AggregatorQuote {
  const aggregator = "one-inch";
  const no = (what: string): AggregatorQuote => ({ ok: false, aggregator, reason: refused(what) });
  const parsed = schema.safeParse(json);
  if (!parsed.success) return no("has another shape than documented");
  const { srcToken, dstToken, dstAmount, protocols, tx } = parsed.data;
  const call = readRouterCall(tx.data);
  if (call === null) return no("is not a sale that can be read");
  if (!call.isPlain) return no("is not a plain sale");
  const chains = [srcToken?.chainId, dstToken?.chainId].filter((chain) => chain !== undefined);
  // the router pays whoever calls where no receiver is named
  const receiver = call.receiver === null || call.receiver === zeroAddress ? [] : [call.receiver];
  return requireFit(
    aggregator,
    {
      router: tx.to,
      spender: tx.to,
      data: tx.data,
      value: tx.value,
      chainId: chains.find((chain) => chain !== request.chainId),
      tokensIn: [call.tokenIn, srcToken?.address ?? call.tokenIn],
      tokensOut: [call.tokenOut, dstToken?.address].filter((one) => one !== null && one !== undefined),
      amountsIn: [call.amount],
      receivers: [tx.from, ...receiver],
      amountOut: dstAmount,
      least: call.least,
      sources: namesIn(protocols),
      gas: tx.gas,
    },
    request,
  );
}

/** Every `name` of the route, however deep: versions nest it differently. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    field === "name" && typeof inner === "string" ? [inner] : namesIn(inner),
  );
}
