import { concat, type Hex, toFunctionSelector } from "viem";
import { afterEach, describe, expect, it } from "vitest";
import { createPace } from "./http/pace.ts";
import { AGGREGATORS } from "./index.ts";
import {
  AMOUNT_OUT,
  CLIPPER_CALL,
  ETHER_CALL,
  HOLDER,
  holderCall,
  LEAST,
  oneInchAnswer,
  REQUEST,
  ROUTER_V6,
  SELLER,
  swapCall,
  THIEF,
  unoswapCall,
  zeroXAnswer,
} from "./testing/answers.fixture.ts";
import { type LocalApi, send, startApi } from "./testing/api.fixture.ts";

let api: LocalApi;
afterEach(() => api.close());

const signal = new AbortController().signal;
const RFQ = concat([
  toFunctionSelector("RFQ(address,((address,uint256),uint256,uint256),address,bytes,address,uint256)"),
  `0x${"00".repeat(32)}`,
]);

async function quote(name: keyof typeof AGGREGATORS, answer: unknown) {
  api = await startApi((response) => send(response, answer));
  return AGGREGATORS[name]({ url: api.url, key: "the-key", timeoutMs: 2_000 }).quote(REQUEST, signal);
}

const accepted = { ok: true, amountOut: AMOUNT_OUT, least: LEAST };

describe("0x", () => {
  it("is asked for the exact sale by the seller, its key in a header alone", async () => {
    expect(await quote("zero-x", zeroXAnswer())).toEqual({
      ...accepted,
      aggregator: "zero-x",
      router: HOLDER,
      data: holderCall(),
      gas: 288_079n,
    });
    const [{ path, parameters, headers }] = api.asked as [(typeof api.asked)[number]];
    expect(path).toBe("/swap/allowance-holder/quote");
    expect(parameters).toEqual({
      chainId: "1",
      sellToken: REQUEST.tokenIn,
      buyToken: REQUEST.tokenOut,
      sellAmount: "1000000000000000000",
      taker: SELLER,
      txOrigin: REQUEST.origin,
      slippageBps: "50",
    });
    expect(headers).toMatchObject({ "0x-api-key": "the-key", "0x-version": "v2" });
  });

  it("may find nothing", async () => {
    expect(await quote("zero-x", { liquidityAvailable: false, zid: "0x" })).toMatchObject({
      ok: false,
      reason: { code: "aggregator-dry" },
    });
  });

  it("need not say what only helps", async () => {
    const answer = zeroXAnswer({}, { gas: null }, { issues: undefined, route: undefined, allowanceTarget: null });
    expect(await quote("zero-x", answer)).toMatchObject({ ...accepted, gas: 300_000n });
  });

  it.each([
    ["a target that is not on the list", zeroXAnswer({}, { to: THIEF }), "not on the list"],
    ["1inch's router", zeroXAnswer({}, { to: ROUTER_V6 }), "not on the list"],
    ["another spender", zeroXAnswer({}, {}, { allowanceTarget: THIEF }), "wants an allowance"],
    [
      "another spender, lower down",
      zeroXAnswer({}, {}, { issues: { allowance: { spender: THIEF } } }),
      "wants an allowance",
    ],
    ["another chain", zeroXAnswer({}, {}, { chainId: 10 }), "is for chain 10"],
    ["tokens of another chain", zeroXAnswer({ token: THIEF }, {}, { sellToken: THIEF }), "sells another token"],
    ["another token in the call alone", zeroXAnswer({ token: THIEF }), "sells another token"],
    ["another token out in the call alone", zeroXAnswer({ buyToken: THIEF }), "buys another token"],
    ["another token out in words alone", zeroXAnswer({}, {}, { buyToken: THIEF }), "buys another token"],
    ["another amount", zeroXAnswer({ amount: REQUEST.amount + 1n }), "another amount"],
    [
      "a part",
      zeroXAnswer({ amount: REQUEST.amount - 1n }, {}, { sellAmount: String(REQUEST.amount - 1n) }),
      "another amount",
    ],
    ["output for somebody else", zeroXAnswer({ recipient: THIEF }), "pays somebody else"],
    ["a contract that takes what another sells", zeroXAnswer({ operator: THIEF }), "take what another sells"],
    ["no limit in the call", zeroXAnswer({ least: 0n }), "promises more"],
    ["a limit far below its promise", zeroXAnswer({ least: LEAST - 2n }), "promises more"],
    ["a promise that is a lie", zeroXAnswer({}, {}, { buyAmount: String(AMOUNT_OUT * 2n) }), "promises more"],
    ["a promise of nothing", zeroXAnswer({ least: 0n }, {}, { buyAmount: "0", minBuyAmount: "0" }), "promises more"],
    ["ether to send", zeroXAnswer({}, { value: "1" }), "wants ether"],
    ["an order in the call", zeroXAnswer({ action: RFQ }), "order of a market maker"],
    [
      "an order among the sources",
      zeroXAnswer({}, {}, { route: { fills: [{ source: "0x_RFQ" }] } }),
      "order of a market maker",
    ],
    ["calldata of another function", zeroXAnswer({}, { data: swapCall() }), "cannot|can be read"],
    ["calldata that is no call", zeroXAnswer({}, { data: "0x12" }), "can be read"],
    ["half of its calldata", zeroXAnswer({}, { data: holderCall().slice(0, 400) }), "can be read"],
    ["calldata too long for a hop", zeroXAnswer({ action: `0x${"ab".repeat(61_000)}` }), "too long"],
  ])("that answers with %s is refused", async (_, answer, why) => {
    const said = await quote("zero-x", answer);
    expect(said).toMatchObject({
      ok: false,
      reason: { code: "aggregator-refused", message: expect.stringMatching(why) },
    });
  });
});

describe("1inch", () => {
  it("is asked for the exact sale by the seller, its key in a header alone", async () => {
    expect(await quote("one-inch", oneInchAnswer())).toEqual({
      ...accepted,
      aggregator: "one-inch",
      router: ROUTER_V6,
      data: swapCall(),
      gas: 210_000n,
    });
    const [{ path, parameters, headers }] = api.asked as [(typeof api.asked)[number]];
    expect(path).toBe("/swap/v6.1/1/swap");
    expect(parameters).toMatchObject({
      src: REQUEST.tokenIn,
      dst: REQUEST.tokenOut,
      amount: "1000000000000000000",
      from: SELLER,
      receiver: SELLER,
      origin: REQUEST.origin,
      slippage: "0.5",
      disableEstimate: "true",
      allowPartialFill: "false",
      usePermit2: "false",
    });
    expect(headers).toMatchObject({ authorization: "Bearer the-key" });
    expect(JSON.stringify(parameters)).not.toContain("the-key");
  });

  it.each([
    ["directly to the caller", unoswapCall()],
    ["directly to the seller by name", unoswapCall({ to: SELLER })],
  ])("may sell %s", async (_, data) => {
    expect(await quote("one-inch", oneInchAnswer(data))).toMatchObject({ ...accepted, data });
  });

  it.each([
    ["a target that is not on the list", oneInchAnswer(swapCall(), { to: THIEF }), "not on the list"],
    ["0x's holder", oneInchAnswer(swapCall(), { to: HOLDER }), "not on the list"],
    [
      "tokens of another chain",
      oneInchAnswer(swapCall(), {}, { dstToken: { address: REQUEST.tokenOut, chainId: 10 } }),
      "chain 10",
    ],
    ["another token", oneInchAnswer(swapCall({ source: THIEF })), "sells another token"],
    ["another token out", oneInchAnswer(swapCall({ target: THIEF })), "buys another token"],
    [
      "another token out in words",
      oneInchAnswer(unoswapCall(), {}, { dstToken: { address: THIEF } }),
      "buys another token",
    ],
    ["another amount", oneInchAnswer(swapCall({ amount: 1n })), "another amount"],
    ["output for somebody else", oneInchAnswer(swapCall({ receiver: THIEF })), "pays somebody else"],
    ["a direct sale for somebody else", oneInchAnswer(unoswapCall({ to: THIEF })), "pays somebody else"],
    ["somebody else's call", oneInchAnswer(swapCall(), { from: THIEF }), "pays somebody else"],
    ["a partial fill", oneInchAnswer(swapCall({ flags: 1n })), "plain"],
    ["more ether", oneInchAnswer(swapCall({ flags: 2n })), "plain"],
    ["a permit", oneInchAnswer(swapCall({ flags: 4n })), "plain"],
    ["ether out of the last pool", oneInchAnswer(unoswapCall({ pool: 1n << 252n })), "plain"],
    ["a permit for a pool", oneInchAnswer(unoswapCall({ pool: 1n << 250n })), "plain"],
    ["a sale of ether", oneInchAnswer(ETHER_CALL), "can be read"],
    ["a market maker's price", oneInchAnswer(CLIPPER_CALL), "can be read"],
    [
      "an order among the sources",
      oneInchAnswer(swapCall(), {}, { protocols: [{ hops: [{ protocols: [{ name: "ONE_INCH_LIMIT_ORDER_V4" }] }] }] }),
      "order of a market maker",
    ],
    ["no limit in the call", oneInchAnswer(swapCall({ least: 0n })), "promises more"],
    ["a promise that is a lie", oneInchAnswer(swapCall(), {}, { dstAmount: "9000000000" }), "promises more"],
    ["ether to send", oneInchAnswer(swapCall(), { value: "5" }), "wants ether"],
    ["half of its calldata", oneInchAnswer(swapCall().slice(0, 200) as `0x${string}`), "can be read"],
  ])("that answers with %s is refused", async (_, answer, why) => {
    const said = await quote("one-inch", answer);
    expect(said).toMatchObject({
      ok: false,
      reason: { code: "aggregator-refused", message: expect.stringMatching(why) },
    });
  });
});

describe("calldata of which one byte was changed", () => {
  it.each([
    ["one-inch", swapCall(), (data: Hex) => oneInchAnswer(data), [32, 64, 128, 160, 192, 224]],
    ["one-inch", unoswapCall({ to: SELLER }), (data: Hex) => oneInchAnswer(data), [0, 32, 64, 96]],
    ["zero-x", holderCall(), (data: Hex) => zeroXAnswer({}, { data }), [0, 32, 64, 96, 196, 228, 260]],
  ] as const)("is refused by %s wherever tokens, amounts or receivers are", async (name, data, answerOf, words) => {
    const changed = words.flatMap((word) =>
      [12, 20, 31].map((byte) => {
        const place = 2 + 2 * (4 + word + byte);
        const other = (Number.parseInt(data.slice(place, place + 2), 16) ^ 0x55).toString(16).padStart(2, "0");
        return `${data.slice(0, place)}${other}${data.slice(place + 2)}` as Hex;
      }),
    );
    const answers = [data, ...changed].map((one) => answerOf(one));
    api = await startApi((response, count) => send(response, answers[count - 1]));
    const client = AGGREGATORS[name]({ url: api.url, key: null, timeoutMs: 2_000, pace: createPace(0) });
    expect(await client.quote(REQUEST, signal)).toMatchObject(accepted);
    for (const one of changed) {
      expect(await client.quote(REQUEST, signal), one).toMatchObject({ reason: { code: "aggregator-refused" } });
    }
  });
});

describe.each(["zero-x", "one-inch"] as const)("%s", (name) => {
  it.each([
    ["nothing", null],
    ["a list", []],
    ["an empty object", {}],
    ["an error", { error: "Bad Request", statusCode: 400 }],
    [
      "numbers that are too long",
      name === "zero-x"
        ? zeroXAnswer({}, {}, { buyAmount: "9".repeat(80) })
        : oneInchAnswer(swapCall(), {}, { dstAmount: "9".repeat(80) }),
    ],
    [
      "numbers below zero",
      name === "zero-x" ? zeroXAnswer({}, {}, { buyAmount: "-1" }) : oneInchAnswer(swapCall(), {}, { dstAmount: "-1" }),
    ],
    [
      "an address that is none",
      name === "zero-x" ? zeroXAnswer({}, { to: "0x12" }) : oneInchAnswer(swapCall(), { to: "vitalik.eth" }),
    ],
    [
      "bytes that are none",
      name === "zero-x" ? zeroXAnswer({}, { data: "0xzz" }) : oneInchAnswer(swapCall(), { data: 5 }),
    ],
  ])("refuses %s", async (_, answer) => {
    expect(await quote(name, answer)).toMatchObject({
      ok: false,
      reason: { message: "the quote has another shape than documented" },
    });
  });
});
