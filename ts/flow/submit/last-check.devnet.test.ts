import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { explainFailure } from "../../core/errors/explain.ts";
import { reply, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, type Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { attempt, failed, succeeded } from "./attempt.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

interface NodeError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

const INTERNAL = "Internal JSON-RPC error.";

/** How clients word a revert with its data. */
const WITH_DATA: readonly (readonly [what: string, (data: Hex) => NodeError])[] = [
  ["after a word", (data) => ({ code: -32015, message: "VM execution error.", data: `Reverted ${data}` })],
  [
    "after a word, of a transaction",
    (data) => ({ code: -32015, message: "Transaction execution error.", data: `Reverted ${data}` }),
  ],
  ["without a word", (data) => ({ code: -32000, message: "VM execution error.", data })],
  [
    "below data",
    (data) => ({ code: -32603, message: INTERNAL, data: { code: 3, message: "execution reverted", data } }),
  ],
  [
    "of the original error",
    (data) => ({
      code: -32603,
      message: INTERNAL,
      data: { originalError: { code: 3, message: "execution reverted", data } },
    }),
  ],
  ["in the message", (data) => ({ code: -32000, message: `execution reverted: ${data}` })],
];

/** How clients word a revert without its data. */
const WITHOUT_DATA: readonly (readonly [what: string, () => NodeError])[] = [
  ["a word", () => ({ code: -32015, message: "VM execution error.", data: "revert" })],
  ["a word, of a transaction", () => ({ code: -32015, message: "Transaction execution error.", data: "revert" })],
  ["an internal error", () => ({ code: -32603, message: INTERNAL, data: { message: "execution reverted" } })],
  [
    "no gas",
    () => ({ code: -32000, message: "gas required exceeds allowance (30000000) or always failing transaction" }),
  ],
];

const pause = () =>
  chain.write(chain.owner, chain.book.liquidators.AaveV3Liquidator!, "function setPaused(bool paused)", [true]);

/** The node's own answer to some methods, with its reverts in other words. */
const reworded =
  (methods: RegExp, words: (data: Hex) => NodeError): Intercept =>
  async (call, response) => {
    if (!methods.test(call.method)) return false;
    const answer = await ask(chain.devnet.rpcUrl, call);
    const { data } = (answer.error ?? {}) as { readonly data?: Hex };
    const said = data === undefined ? answer : { ...answer, error: words(data) };
    reply(response, 200, said);
    return true;
  };

/** What the last check answers; everything before it succeeds. */
const answering =
  ({ code, message, data }: NodeError): Intercept =>
  ({ method, id }, response) => {
    if (method !== "eth_estimateGas") return false;
    rpcError(response, id, code, message, data);
    return true;
  };

describe("the last check", () => {
  const config = { rpcRetries: 0 };

  it.each([
    ...WITH_DATA.map(([what, words]) => [what, words, "paused", /^the liquidator is paused: the owner must/] as const),
    ...WITHOUT_DATA.map(([what, words]) => [what, words, "reverted-silently", /^the transaction reverts/] as const),
  ])("that reverts sends nothing, and says why: %s", async (_, words, code, sentence) => {
    const checked = reworded(/^eth_estimateGas$/, words);
    const { done, sent, rows, warnings } = await attempt(chain, "reference", {
      intercept: async (call, response) => {
        if (call.method === "eth_estimateGas") await pause();
        return checked(call, response);
      },
    });
    expect(failed(done)).toMatchObject({ code, exitCode: 4, message: expect.stringMatching(sentence) });
    expect([sent, warnings]).toEqual([0, []]);
    expect(rows).toMatchObject([{ status: "skipped", txHash: null, reason: { code } }]);
  });

  it.each<[sentence: string, NodeError]>([
    ["Internal error", { code: -32603, message: "Internal error" }],
    [INTERNAL, { code: -32603, message: INTERNAL, data: { originalError: { code: -32000 } } }],
    ["VM execution error", { code: -32015, message: "VM execution error.", data: "Out of gas" }],
    ["invalid opcode: INVALID", { code: -32000, message: "invalid opcode: INVALID" }],
    ["gas required exceeds allowance (21000)", { code: -32000, message: "gas required exceeds allowance (21000)" }],
    ["insufficient funds for transfer", { code: -32000, message: "insufficient funds for transfer" }],
    ["header not found", { code: -32000, message: "header not found" }],
    [
      "the method handler crashed: header not found",
      { code: -32603, message: "the method handler crashed: header not found" },
    ],
    ["rate limited", { code: -32005, message: "rate limited" }],
    ["execution aborted (timeout = 5s)", { code: -32000, message: "execution aborted (timeout = 5s)" }],
    ["", { code: -32000, message: "" }],
  ])("that says something else sends nothing, and says what: %s", async (sentence, error) => {
    const { done, sent, before, after, rows, warnings } = await attempt(chain, "reference", {
      config,
      intercept: answering(error),
    });
    expect(failed(done)).toMatchObject({
      code: "not-estimated",
      exitCode: 4,
      hint: "nothing was sent: try again, or use another endpoint",
    });
    expect(failed(done).message).toMatch(/^it is not known whether the transaction would succeed now: /);
    expect(failed(done).message).toContain(sentence.replace(/\.$/, ""));
    expect([sent, after, warnings]).toEqual([0, before, []]);
    expect(rows).toMatchObject([{ status: "skipped", txHash: null, reason: { code: "not-estimated" } }]);
  });

  it.each<[what: string, Intercept]>([
    ["nothing", (_, response) => Boolean(response.destroy())],
    ["a page", (_, response) => reply(response, 200, "<html>") === undefined],
    ["a failure", (_, response) => reply(response, 503, "busy") === undefined],
    ["a refusal", (_, response) => reply(response, 403, "no") === undefined],
    ["null", ({ id }, response) => result(response, id, null) === undefined],
    ["a list", ({ id }, response) => result(response, id, []) === undefined],
    ["no gas at all", ({ id }, response) => result(response, id, "0x0") === undefined],
    ["less gas than any transaction takes", ({ id }, response) => result(response, id, "0x5207") === undefined],
  ])("that is answered by %s sends nothing", async (_, answer) => {
    const { done, sent, before, after } = await attempt(chain, "reference", {
      config,
      intercept: (call, response) => call.method === "eth_estimateGas" && answer(call, response),
    });
    expect(failed(done)).toMatchObject({ code: "not-estimated", exitCode: 4 });
    expect([sent, after]).toEqual([0, before]);
  });

  it.each<[NodeError]>([
    [{ code: -32601, message: "the method eth_estimateGas does not exist/is not available" }],
    [{ code: -32601, message: "no such thing" }],
    [{ code: -32600, message: "Unsupported method: eth_estimateGas" }],
    [{ code: -32000, message: "Method eth_estimateGas is not supported" }],
    [{ code: -32004, message: "Method not found: eth_estimateGas" }],
  ])("is done without only where the node lacks it: %j", async (error) => {
    const { done, sent, warnings } = await attempt(chain, "reference", { config, intercept: answering(error) });
    expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
    expect(sent).toBe(1);
    expect(warnings).toEqual(["the node does not estimate gas, the simulation's figure is used"]);
  });

  it("that the user interrupts is no refusal", async () => {
    const interrupt = new AbortController();
    const { done, sent } = await attempt(chain, "reference", {
      signal: interrupt.signal,
      intercept: ({ method }) => {
        if (method !== "eth_estimateGas") return false;
        interrupt.abort();
        return true;
      },
    });
    expect(explainFailure(failed(done))).toMatchObject({ code: "interrupted", exitCode: 130 });
    expect(sent).toBe(0);
  });
});

describe("a simulation by eth_call", () => {
  it.each([
    ...WITH_DATA.map(([what, words]) => [what, words, "paused"] as const),
    ...WITHOUT_DATA.map(([what, words]) => [what, words, "reverted-silently"] as const),
  ])("says why it reverts: %s", async (_, words, code) => {
    await pause();
    const old = reworded(/^eth_(call|estimateGas)$/, words);
    const { done, sent, rows } = await attempt(chain, "reference", {
      intercept: (call, response) => {
        if (call.method !== "eth_simulateV1") return old(call, response);
        rpcError(response, call.id, -32601, "the method eth_simulateV1 does not exist/is not available");
        return true;
      },
    });
    expect(failed(done)).toMatchObject({ code, exitCode: 4 });
    expect(sent).toBe(0);
    expect(rows).toMatchObject([{ status: "skipped", reason: { code } }]);
  });
});

describe("a simulation by eth_simulateV1", () => {
  it.each([
    ...WITH_DATA.map(([what, words]) => [what, words, "paused"] as const),
    ...WITHOUT_DATA.map(([what, words]) => [what, words, "reverted-silently"] as const),
  ])("says why it reverts: %s", async (_, words, code) => {
    await pause();
    const { done, sent } = await attempt(chain, "reference", {
      intercept: async (call, response) => {
        if (call.method !== "eth_simulateV1") return false;
        const { result: blocks } = await ask(chain.devnet.rpcUrl, call);
        const [{ calls, ...block }] = blocks as [{ calls: [{ status: Hex; returnData: Hex }] }];
        const [{ returnData, ...rest }] = calls;
        expect(rest.status).toBe("0x0");
        result(response, call.id, [{ ...block, calls: [{ ...rest, returnData: "0x", error: words(returnData) }] }]);
        return true;
      },
    });
    expect(failed(done)).toMatchObject({ code, exitCode: 4 });
    expect(sent).toBe(0);
  });
});
