import { afterEach, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { type LocalServer, reply, result, rpcError, startServer } from "../../core/rpc/local-server.fixture.ts";
import { loadBook } from "../find/load-book.ts";
import { type PinnedEndpoint, pinnedEndpoint } from "./pinned-endpoint.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A node of chain 1 that answers the rest like this, and the endpoint before it for the local chain. */
async function pinned(
  answer: Parameters<typeof startServer>[0] = (call, response) => result(response, call.id, "0x7"),
  signal?: AbortSignal,
): Promise<{ readonly node: LocalServer; readonly endpoint: PinnedEndpoint }> {
  const node = await startServer((call, response, count) => {
    if (call.method === "eth_chainId") result(response, call.id, "0x1");
    else answer(call, response, count);
  });
  const rpcUrl = `${node.url.replace("http://", "http://alice:secret@")}/v2/KEY`;
  const config = { rpcUrls: [rpcUrl], rpcRetries: 0 };
  const endpoint = await pinnedEndpoint(
    contextOf(rpcUrl, await loadBook("devnet"), { config, ...(signal && { signal }) }),
  );
  open.push(node, endpoint);
  return { node, endpoint };
}

async function asked({ url }: Pick<PinnedEndpoint, "url">, body: unknown) {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return { status: answer.status, text: await answer.text() };
}

const call = (method: string, id: unknown = 1) => ({ jsonrpc: "2.0", id, method, params: [] });

describe("an endpoint for forge", () => {
  it("says that its chain is the one that was checked, and does not ask for it", async () => {
    const { node, endpoint } = await pinned();
    const chainId = await asked(endpoint, call("eth_chainId"));
    expect(JSON.parse(chainId.text)).toEqual({ jsonrpc: "2.0", id: 1, result: "0x7a69" });
    const version = await asked(endpoint, call("net_version", "a"));
    expect(JSON.parse(version.text)).toEqual({ jsonrpc: "2.0", id: "a", result: "31337" });
    expect(node.received).toEqual([]);
  });

  it("passes everything else on, one by one or several at once", async () => {
    const { node, endpoint } = await pinned();
    const { text } = await asked(endpoint, [call("eth_blockNumber", 5), call("eth_chainId", 6)]);
    expect(JSON.parse(text)).toMatchObject([
      { id: 5, result: "0x7" },
      { id: 6, result: "0x7a69" },
    ]);
    expect(node.received.map(({ method }) => method)).toEqual(["eth_blockNumber"]);
    expect(node.received[0]!.headers.authorization).toBe(`Basic ${Buffer.from("alice:secret").toString("base64")}`);
  });

  it("passes on what the node refuses, with its data", async () => {
    const { endpoint } = await pinned((one, response) =>
      rpcError(response, one.id, -32003, "nonce too low", { nonce: 3 }),
    );
    const { text } = await asked(endpoint, call("eth_sendRawTransaction"));
    expect(JSON.parse(text).error).toEqual({ code: -32003, message: "nonce too low", data: { nonce: 3 } });
  });

  it("says why the node did not answer, and nothing of its address but the host", async () => {
    const { node, endpoint } = await pinned((_, response) => reply(response, 503, "busy"));
    const { status, text } = await asked(endpoint, call("eth_blockNumber"));
    expect([status, JSON.parse(text).error]).toEqual([200, { code: -32603, message: `${node.url} answered HTTP 503` }]);
    expect(text).not.toMatch(/KEY|secret/);
  });

  it("answers nobody who does not know its address, and no longer than it is needed", async () => {
    const { node, endpoint } = await pinned();
    const { origin } = new URL(endpoint.url);
    for (const url of [origin, `${origin}/v2/KEY`, `${endpoint.url}0`]) {
      expect((await asked({ url }, call("eth_blockNumber"))).status).toBe(404);
    }
    expect(node.received).toEqual([]);
    await endpoint.close();
    await expect(asked(endpoint, call("eth_chainId"))).rejects.toThrow();
  });

  it("breaks off what makes no sense", async () => {
    const { endpoint } = await pinned();
    await expect(fetch(endpoint.url, { method: "POST", body: "{" })).rejects.toThrow();
  });
});
