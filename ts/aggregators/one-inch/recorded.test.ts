import { type Address, decodeFunctionData, encodeFunctionData, type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRecorded, type RecordedTransaction, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { ROUTERS } from "../../venues/routers/addresses.ts";
import { deploySeller, playTrades } from "../../venues/testing/play-trades.fixture.ts";
import type { AggregatorRequest } from "../aggregator.ts";
import { saleOf } from "../sale-of.ts";
import { oneInchAnswer } from "../testing/answers.fixture.ts";
import { type LocalApi, send, startApi } from "../testing/api.fixture.ts";
import { oneInch } from "./index.ts";
import { type RouterCall, readRouterCall } from "./read-call.ts";

const FILE = "op-132799000-1inch-velodrome-balancer-curve.json";
const OPTIMISM = 10;

const SWAP = parseAbi([
  "struct Description { address srcToken; address dstToken; address srcReceiver; address dstReceiver; uint256 amount; uint256 minReturnAmount; uint256 flags; }",
  "function swap(address executor, Description description, bytes data)",
]);

describe.skipIf(!isRecorded(FILE))("a sale by 1inch's router that Optimism has seen", () => {
  let recorded: RecordedTransaction;
  let call: RouterCall;
  let chain: RecordedState;
  let seller: Address;
  let api: LocalApi;
  /** What the router paid out: the last that it moved. */
  let paid: bigint;

  beforeAll(async () => {
    recorded = readRecorded(FILE).transactions[0]!;
    call = readRouterCall(recorded.input)!;
    paid = BigInt(recorded.logs.at(-1)!.data);
    chain = await startRecorded(FILE);
    const routers = ROUTERS.map(({ address }) => address);
    await chain.client.setBalance({ address: recorded.from, value: 10n ** 20n });
    seller = await deploySeller(chain, recorded.from, routers);
  });
  afterAll(async () => {
    await api?.close();
    await chain?.stop();
  });

  it("is read as what it did", () => {
    expect(call).toMatchObject({
      tokenIn: "0x4200000000000000000000000000000000000042",
      tokenOut: "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85",
      amount: 0x380f622a91d9ca0000n,
      isPlain: true,
    });
    expect(call.receiver!.toLowerCase()).toBe(recorded.from);
    expect(call.least).toBeLessThanOrEqual(paid);
    expect(Number(call.least) / Number(paid)).toBeGreaterThan(0.99);
  });

  it("is refused as a quote, for it pays whoever sent it, and pays the seller once it says so", async () => {
    const { tokenIn, amount } = call;
    const tokenOut = call.tokenOut!;
    const request: AggregatorRequest = {
      chainId: OPTIMISM,
      tokenIn,
      tokenOut,
      amount,
      taker: seller,
      origin: recorded.from,
      slippageBps: 100,
    };
    const answers = [recorded.input, payingTo(seller, recorded.input)].map((data) => answerOf(data, request, paid));
    api = await startApi((response, count) => send(response, answers[count - 1]));
    const client = oneInch({ url: api.url, key: null, timeoutMs: 5_000 });
    const signal = new AbortController().signal;
    expect(await client.quote(request, signal)).toMatchObject({ reason: { message: "the quote pays somebody else" } });
    const quote = await client.quote(request, signal);
    if (!quote.ok) throw new Error(quote.reason.message);
    const { hop } = saleOf(quote, request);
    const [played] = await playTrades(chain, seller, recorded.from, [{ tokenIn, tokenOut, amount, hop }]);
    expect(played).toEqual({ paid: amount, received: paid });
  });
});

function payingTo(receiver: Address, input: Hex): Hex {
  const [executor, description, data] = decodeFunctionData({ abi: SWAP, data: input }).args;
  const args = [executor, { ...description, dstReceiver: receiver }, data] as const;
  return encodeFunctionData({ abi: SWAP, functionName: "swap", args });
}

function answerOf(data: Hex, { taker, tokenIn, tokenOut }: AggregatorRequest, amountOut: bigint): object {
  const tokens = { srcToken: { address: tokenIn }, dstToken: { address: tokenOut } };
  return oneInchAnswer(data, { from: taker }, { ...tokens, dstAmount: amountOut.toString() });
}
