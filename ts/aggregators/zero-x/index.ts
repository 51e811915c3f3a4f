import { isAddressEqual } from "viem";
import { z } from "zod";
import type { Aggregator, AggregatorQuote, AggregatorRequest } from "../aggregator.ts";
import { ask } from "../http/ask.ts";
import { createPace } from "../http/pace.ts";
import { refused, requireFit } from "../require-fit.ts";
import type { AggregatorSetup } from "../setup.ts";
import { addressText, bytesText, gasAny, unitsText } from "../shapes.ts";
import { readHolderCall } from "./read-call.ts";

const REQUESTS_EVERY_MS = 200;

const none = z.object({ liquidityAvailable: z.literal(false) });

/** Of `/swap/allowance-holder/quote`. Source: 0x swap API 2. */
const found = z.object({
  liquidityAvailable: z.literal(true),
  chainId: z.number().int().optional(),
  sellToken: addressText,
  buyToken: addressText,
  sellAmount: unitsText,
  buyAmount: unitsText,
  allowanceTarget: addressText.nullish(),
  issues: z.object({ allowance: z.object({ spender: addressText }).nullish() }).optional(),
  route: z.object({ fills: z.array(z.object({ source: z.string() })) }).optional(),
  transaction: z.object({ to: addressText, data: bytesText, value: unitsText, gas: gasAny }),
});

const schema = z.discriminatedUnion("liquidityAvailable", [none, found]);

/** 0x, by way of its allowance holder: on-chain liquidity alone. */
export function zeroX({ url, key, timeoutMs, pace = createPace(REQUESTS_EVERY_MS) }: AggregatorSetup): Aggregator {
  const name = "zero-x";
  return {
    name,
    async quote(request, signal) {
      const headers = { "0x-version": "v2", ...(key === null ? {} : { "0x-api-key": key }) };
      const answer = await ask({ url: urlOf(url, request), headers, timeoutMs, signal, pace });
      return answer.ok ? judge(answer.json, request) : { ok: false, aggregator: name, reason: answer.reason };
    },
  };
}

function urlOf(
  base: string,
  { chainId, tokenIn, tokenOut, amount, taker, origin, slippageBps }: AggregatorRequest,
): URL {
  const url = new URL(`${base}/swap/allowance-holder/quote`);
  const asked = {
    chainId: chainId.toString(),
    sellToken: tokenIn,
    buyToken: tokenOut,
    sellAmount: amount.toString(),
    taker,
    txOrigin: origin,
    slippageBps: slippageBps.toString(),
  };
  for (const [parameter, value] of Object.entries(asked)) url.searchParams.set(parameter, value);
  return url;
}

function judge(json: unknown, request: AggregatorRequest): AggregatorQuote {
  const aggregator = "zero-x";
  const no = (what: string): AggregatorQuote => ({ ok: false, aggregator, reason: refused(what) });
  const parsed = schema.safeParse(json);
  if (!parsed.success) return no("has another shape than documented");
  if (!parsed.data.liquidityAvailable) {
    return { ok: false, aggregator, reason: { code: "aggregator-dry", message: "0x finds no liquidity for that" } };
  }
  const said = parsed.data;
  const { to, data, value, gas } = said.transaction;
  const call = readHolderCall(data);
  if (call === null) return no("is not a sale that can be read");
  if (call.fillsOrder) return no("needs an order of a market maker");
  // who may take the tokens is who is called with them: nobody takes what another sells
  if (!isAddressEqual(call.operator, call.target)) return no("lets one contract take what another sells");
  const spenders = [said.allowanceTarget, said.issues?.allowance?.spender].filter((one) => one != null);
  return requireFit(
    aggregator,
    {
      router: to,
      spender: spenders.find((one) => !isAddressEqual(one, to)) ?? to,
      data,
      value,
      chainId: said.chainId,
      tokensIn: [call.tokenIn, said.sellToken],
      tokensOut: [call.tokenOut, said.buyToken],
      amountsIn: [call.amount, said.sellAmount],
      receivers: [call.receiver],
      amountOut: said.buyAmount,
      least: call.least,
      sources: said.route?.fills.map(({ source }) => source) ?? [],
      gas,
    },
    request,
  );
}
