import { createPublicClient, createTestClient, custom, http, type PublicClient, walletActions } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAnvil } from "../../devnet/node/start-anvil.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { waitForReceipt } from "./wait-for-receipt.ts";

let node: Awaited<ReturnType<typeof startAnvil>>;
let client: PublicClient;
beforeAll(async () => {
  node = await startAnvil(["--no-mining"]);
  client = createPublicClient({ transport: http(node.rpcUrl) });
});
afterAll(() => node?.stop());

async function pending() {
  const test = createTestClient({ mode: "anvil", transport: http(node.rpcUrl) }).extend(walletActions);
  const [account] = await test.getAddresses();
  const hash = await test.sendTransaction({ account: account!, chain: null, to: account!, value: 1n });
  return { hash, mine: () => test.mine({ blocks: 1 }) };
}

describe("waitForReceipt", () => {
  it("returns what was mined in the chain's last block, however late it is asked or mined", async () => {
    const { hash, mine } = await pending();
    const waiting = waitForReceipt(client, { hash, pollingMs: 5 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await mine();
    const first = await waiting;
    expect(first).toMatchObject({ transactionHash: hash, status: "success" });
    expect(await waitForReceipt(client, { hash })).toEqual(first);
  });

  it("goes on after failures of the endpoint", async () => {
    const { hash, mine } = await pending();
    await mine();
    let failures = 3;
    const transport = custom({
      request: async ({ method, params }) => {
        if (failures-- > 0) throw new RpcError("unreachable", "away", { retryable: true });
        return client.request({ method, params } as never);
      },
    });
    const shaky = createPublicClient({ transport: (options) => transport({ ...options, retryCount: 0 }) });
    expect(await waitForReceipt(shaky, { hash, pollingMs: 1 })).toMatchObject({ status: "success" });
    expect(failures).toBeLessThan(0);
  });

  it("gives up after its time, and says why when the endpoint was at fault", async () => {
    const { hash } = await pending();
    const late = await waitForReceipt(client, { hash, timeoutMs: 20, pollingMs: 5 }).catch((error: unknown) => error);
    expect(late).toMatchObject({ code: "rpc-timeout", message: `transaction ${hash} was not mined within 0.02 s` });
    const nobody = createPublicClient({ transport: http("http://127.0.0.1:9", { retryCount: 0 }) });
    const away = await waitForReceipt(nobody, { hash, timeoutMs: 20, pollingMs: 5 }).catch((error: unknown) => error);
    expect(away).toBeInstanceOf(RpcError);
    expect(String((away as Error).cause)).toContain("HTTP request failed");
  });

  it("ends at once when the user interrupts", async () => {
    const { hash } = await pending();
    const transport = custom({ request: () => Promise.reject(new InterruptedError()) });
    const ending = createPublicClient({ transport: (options) => transport({ ...options, retryCount: 0 }) });
    await expect(waitForReceipt(ending, { hash })).rejects.toThrow(InterruptedError);
    const interrupt = new AbortController();
    const waiting = waitForReceipt(client, { hash, pollingMs: 60_000, signal: interrupt.signal });
    setTimeout(() => interrupt.abort(), 20);
    await expect(waiting).rejects.toThrow(InterruptedError);
  });
});
