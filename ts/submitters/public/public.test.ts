import { type Address, createPublicClient, createTestClient, type Hex, http, keccak256, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { type LocalServer, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { startAnvil } from "../../devnet/node/start-anvil.ts";
import { type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import type { SignedTransaction } from "../submitter.ts";
import { send } from "./send.ts";
import { waitForInclusion } from "./wait-for-inclusion.ts";

const SOMEBODY: Address = "0x00000000000000000000000000000000000000aa";
const ANOTHER: Address = "0x00000000000000000000000000000000000000bb";
const PACE = { timeoutMs: 30_000, nonceMs: 20, furtherMs: 600 };

let node: Awaited<ReturnType<typeof startAnvil>>;
const proxies: LocalServer[] = [];
const chain = () =>
  createTestClient({ chain: foundry, mode: "anvil", transport: http(node.rpcUrl) }).extend(publicActions);
beforeAll(async () => {
  node = await startAnvil(["--no-mining"]);
});
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});
afterAll(() => node?.stop());

/** Somebody with money, whose transactions all have the nonce 0. */
async function sender() {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain().setBalance({ address: account.address, value: 10n ** 20n });
  return async (to: Address, gwei: bigint): Promise<SignedTransaction> => {
    const serialized = await account.signTransaction({
      type: "eip1559",
      chainId: foundry.id,
      nonce: 0,
      to,
      gas: 21_000n,
      maxFeePerGas: gwei * 10n ** 9n,
      maxPriorityFeePerGas: 10n ** 9n * (gwei / 10n),
    });
    return { serialized, hash: keccak256(serialized), from: account.address, nonce: 0 };
  };
}

async function asking(intercept: Intercept = () => false, signal = new AbortController().signal) {
  const proxy = await startProxy(node.rpcUrl, intercept);
  proxies.push(proxy);
  const client = createPublicClient({ chain: foundry, transport: http(proxy.url, { retryCount: 0 }) });
  return { client, signal, received: proxy.received } as never as Parameters<typeof waitForInclusion>[0] &
    Pick<LocalServer, "received">;
}

const sendNow = async ({ serialized }: SignedTransaction) =>
  chain().sendRawTransaction({ serializedTransaction: serialized });

/** The node has nothing under this hash, as one that is behind. */
const hiding = ({ hash }: SignedTransaction, methods: readonly string[], until: () => boolean): Intercept => {
  return ({ method, params, id }, response) => {
    if (!methods.includes(method) || (params as Hex[])[0] !== hash || until()) return false;
    result(response, id, null);
    return true;
  };
};

describe("what becomes of a transaction", () => {
  it("is its receipt when it is mined, also when its nonce was looked at before", async () => {
    const ours = await (await sender())(SOMEBODY, 10n);
    await sendNow(ours);
    const waiting = waitForInclusion(await asking(), ours, PACE);
    setTimeout(() => void chain().mine({ blocks: 1 }), 200);
    expect(await waiting).toMatchObject({ kind: "mined", receipt: { transactionHash: ours.hash, status: "success" } });
  });

  it("is dropped, as replaced, when another one has its nonce", async () => {
    const sign = await sender();
    const [ours, other] = [await sign(SOMEBODY, 10n), await sign(ANOTHER, 40n)];
    await sendNow(ours);
    await sendNow(other);
    await chain().mine({ blocks: 1 });
    expect(await waitForInclusion(await asking(), ours, PACE)).toEqual({
      kind: "dropped",
      reason: {
        code: "replaced",
        message: `another transaction of ${ours.from} has used nonce 0, so ${ours.hash} can never be mined`,
        numbers: { nonce: 0 },
      },
      cause: null,
    });
    expect(await waitForInclusion(await asking(), other, PACE)).toMatchObject({ kind: "mined" });
  });

  it("is not replaced while the node with the receipts is behind the one with the nonces", async () => {
    const ours = await (await sender())(SOMEBODY, 10n);
    await sendNow(ours);
    await chain().mine({ blocks: 1 });
    const shown = Date.now() + 400;
    const both = ["eth_getTransactionReceipt", "eth_getTransactionByHash"];
    const behind = await asking(hiding(ours, both, () => Date.now() > shown));
    expect(await waitForInclusion(behind, ours, PACE)).toMatchObject({ kind: "mined" });
    expect(behind.received.map(({ method }) => method)).toContain("eth_getTransactionCount");
  });

  it.each([
    ["the node still has it", ["eth_getTransactionReceipt"], []],
    ["the node does not say whether it has it", ["eth_getTransactionReceipt"], ["eth_getTransactionByHash"]],
    ["receipts cannot be asked for", [], ["eth_getTransactionReceipt", "eth_getTransactionByHash"]],
    [
      "nonces cannot be asked for",
      ["eth_getTransactionReceipt", "eth_getTransactionByHash"],
      ["eth_getTransactionCount"],
    ],
  ])("is unknown, not replaced, when its nonce is used and %s", async (_, hidden, broken) => {
    const ours = await (await sender())(SOMEBODY, 10n);
    await sendNow(ours);
    await chain().mine({ blocks: 1 });
    const hide = hiding(ours, hidden, () => false);
    const context = await asking((call, response) => {
      if (!broken.includes(call.method)) return hide(call, response);
      rpcError(response, call.id, -32005, "daily request count exceeded");
      return true;
    });
    const inclusion = await waitForInclusion(context, ours, { timeoutMs: 1_000, nonceMs: 20, furtherMs: 300 });
    expect(inclusion).toMatchObject({ kind: "unknown", reason: { code: "rpc-timeout" } });
    expect((inclusion as { cause: Error }).cause).toBeInstanceOf(RpcError);
  });

  it("is unknown, not replaced, when the block that used its nonce is gone again", async () => {
    const sign = await sender();
    const ours = await sign(SOMEBODY, 10n);
    let looks = 0;
    const context = await asking(({ method, id }, response) => {
      if (method !== "eth_getTransactionCount") return false;
      result(response, id, ++looks % 2 === 1 ? "0x1" : "0x0");
      return true;
    });
    const inclusion = await waitForInclusion(context, ours, { timeoutMs: 1_000, nonceMs: 20, furtherMs: 200 });
    expect(inclusion).toMatchObject({ kind: "unknown" });
    expect(looks).toBeGreaterThan(1);
  });

  it("is unknown when the time is up, and says for how long it was waited", async () => {
    const ours = await (await sender())(SOMEBODY, 10n);
    const inclusion = await waitForInclusion(await asking(), ours, { timeoutMs: 300, nonceMs: 100 });
    expect(inclusion).toMatchObject({
      kind: "unknown",
      reason: { code: "rpc-timeout", message: `transaction ${ours.hash} was not mined within 0.3 s` },
    });
  });

  it("is unknown at once when the user interrupts", async () => {
    const ours = await (await sender())(SOMEBODY, 10n);
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 50);
    const inclusion = await waitForInclusion(await asking(undefined, interrupt.signal), ours, PACE);
    expect(inclusion).toMatchObject({ kind: "unknown", reason: { code: "interrupted" } });
    expect((inclusion as { cause: Error }).cause).toBeInstanceOf(InterruptedError);
  });
});

describe("sending", () => {
  const sending = async (intercept?: Intercept) => {
    const warnings: string[] = [];
    const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message) };
    return { context: { ...(await asking(intercept)), logger } as never as Parameters<typeof send>[0], warnings };
  };

  it("is done once; the same again is no refusal", async () => {
    const ours = await (await sender())(SOMEBODY, 10n);
    const { context, warnings } = await sending();
    expect(await send(context, ours)).toBeNull();
    expect(warnings).toEqual([]);
    expect(await send(context, ours)).toBeNull();
    expect(warnings).toEqual(["the node did not confirm that it took the transaction"]);
  });

  it("is dropped with the node's own words when it refuses", async () => {
    const sign = await sender();
    const poor = await sign(SOMEBODY, 10n ** 10n);
    const { context } = await sending();
    const dropped = await send(context, poor);
    expect(dropped).toMatchObject({ kind: "dropped", reason: { code: "rpc-node-error" } });
    expect(dropped!.cause).toBeInstanceOf(RpcError);
    expect(dropped!.reason.message).toMatch(/insufficient funds/i);
  });

  it("without an answer is not dropped", async () => {
    const ours = await (await sender())(SOMEBODY, 10n);
    const { context, warnings } = await sending(({ method }, response) => {
      if (method !== "eth_sendRawTransaction") return false;
      response.destroy();
      return true;
    });
    expect(await send(context, ours)).toBeNull();
    expect(warnings).toHaveLength(1);
  });
});
