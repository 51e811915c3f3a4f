import { join } from "node:path";
import { createTestClient, http, publicActions } from "viem";
import { foundry } from "viem/chains";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CountedContext, contextOf } from "../chains/context.fixture.ts";
import type { ChainBook } from "../core/chain-book.ts";
import { RpcError } from "../core/errors/errors.ts";
import { connect } from "../core/rpc/rpc.ts";
import { startTcpProxy } from "../core/rpc/tcp-proxy.fixture.ts";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { type AnvilNode, startAnvil } from "../devnet/node/start-anvil.ts";
import { startProxy } from "../flow/testing/proxy.fixture.ts";
import { followHeads } from "./follow-heads.ts";
import type { Head } from "./head.ts";

vi.setConfig({ testTimeout: 60_000 });

const NOWHERE = { chainId: 31337, name: "devnet" } as ChainBook;

const open: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(open.splice(0).map((close) => close())));

async function anvil(flags: readonly string[] = [], port = 0): Promise<AnvilNode> {
  const node = await startAnvil(flags, port);
  open.push(node.stop);
  return node;
}

const clientOf = (url: string) =>
  createTestClient({ chain: foundry, mode: "anvil", transport: http(url, { retryCount: 0 }) }).extend(publicActions);

/** Follows an endpoint until it is told to stop; `work` says of each head whether it was worked through. */
function following(rpcUrl: string, work: (head: Head) => boolean | Promise<boolean> = () => true, pollMs = 20) {
  const stopping = new AbortController();
  const infos: string[] = [];
  const base = contextOf(rpcUrl, NOWHERE, { signal: stopping.signal });
  const logger = { ...base.logger, info: (message: string) => void infos.push(message) };
  const context: CountedContext = { ...base, logger };
  const heads: number[] = [];
  const ended = followHeads(context, pollMs, async (head) => {
    heads.push(Number(head.number));
    return work(head);
  });
  const stop = async () => {
    stopping.abort();
    await ended;
  };
  // a test that fails must not leave one behind
  open.push(async () => stopping.abort());
  return { heads, infos, context, ended, stop };
}

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 10 });
const asked = ({ requests }: CountedContext) => requests.get("eth_getBlockByNumber") ?? 0;

describe("following the heads", () => {
  it("hands each on once, and of blocks that were mined meanwhile the newest", async () => {
    const { rpcUrl } = await anvil();
    const client = clientOf(rpcUrl);
    const { heads, context, stop } = following(rpcUrl);
    await until(() => heads.length === 1 && asked(context) > 3);
    await client.mine({ blocks: 1 });
    await until(() => heads.length === 2);
    await client.mine({ blocks: 7 });
    await until(() => heads.at(-1) === 8);
    const before = asked(context);
    await until(() => asked(context) > before + 3);
    await stop();
    expect(new Set(heads).size, "none twice").toBe(heads.length);
    expect(heads.slice(0, 2)).toEqual([0, 1]);
  });

  it("hands on a block that replaces another one of the same number", async () => {
    const { rpcUrl } = await anvil();
    const client = clientOf(rpcUrl);
    const { heads, stop } = following(rpcUrl);
    await until(() => heads.length === 1);
    const id = await client.snapshot();
    await client.mine({ blocks: 1 });
    await until(() => heads.at(-1) === 1);
    await client.revert({ id });
    await until(() => heads.at(-1) === 0);
    await client.mine({ blocks: 1, interval: 9 });
    await until(() => heads.at(-1) === 1);
    await stop();
    expect(heads).toEqual([0, 1, 0, 1]);
  });

  it("waits for a node that is restarted, says so once, and goes on with the newest", async () => {
    const kept = ["--state", join(temporaryFolder("anvil"), "state.json")];
    const first = await anvil(kept);
    await clientOf(first.rpcUrl).mine({ blocks: 3 });
    const { heads, infos, context, stop } = following(first.rpcUrl);
    await until(() => heads.length === 1);
    await first.stop();
    const before = asked(context);
    await until(() => asked(context) > before + 3);
    const second = await anvil(kept, Number(new URL(first.rpcUrl).port));
    const client = clientOf(second.rpcUrl);
    await client.mine({ blocks: 4 });
    await until(() => heads.at(-1) === 7);
    await stop();
    expect(heads[0]).toBe(3);
    expect(context.warnings).toEqual(["a block could not be followed, trying again"]);
    expect(infos).toEqual(["the endpoint answers again"]);
  });

  it("says of every connection that is lost that it is lost, and that it is back", async () => {
    const { rpcUrl } = await anvil();
    const line = await startTcpProxy(rpcUrl);
    open.push(line.close);
    const { heads, infos, context, stop } = following(line.url);
    for (const times of [1, 2]) {
      await until(() => heads.at(-1) === (times - 1) * 5);
      await line.cut();
      await until(() => context.warnings.length === times);
      await clientOf(rpcUrl).mine({ blocks: 5 });
      await line.restore();
      await until(() => infos.length === times);
    }
    await until(() => heads.at(-1) === 10);
    await stop();
    expect(heads).toEqual([0, 5, 10]);
  });

  it("hands a head on again that was not worked through, with a warning where that failed", async () => {
    const { rpcUrl } = await anvil();
    let times = 0;
    const { heads, context, infos, stop } = following(rpcUrl, () => {
      times++;
      if (times === 1) return false;
      if (times < 4) throw new RpcError("node-error", "the node is busy", { retryable: true });
      return true;
    });
    await until(() => infos.length === 1);
    const before = asked(context);
    await until(() => asked(context) > before + 3);
    await stop();
    expect(heads).toEqual([0, 0, 0, 0]);
    expect(context.warnings).toEqual(["a block could not be followed, trying again"]);
  });

  it("does not hide a defect", async () => {
    const { rpcUrl } = await anvil();
    const { ended } = following(rpcUrl, () => {
      throw new TypeError("a defect");
    });
    await expect(ended).rejects.toThrow("a defect");
  });

  describe("ends at once", () => {
    it("between two heads, however long the pause", async () => {
      const { rpcUrl } = await anvil();
      const { heads, stop } = following(rpcUrl, () => true, 600_000);
      await until(() => heads.length === 1);
      await stop();
      expect(heads).toEqual([0]);
    });

    it("while nobody listens", async () => {
      const { rpcUrl, stop: kill } = await anvil();
      await kill();
      const { heads, context, stop } = following(rpcUrl, () => true, 600_000);
      await until(() => context.warnings.length === 1);
      await stop();
      expect(heads).toEqual([]);
    });

    it("while the endpoint does not answer", async () => {
      let asked = 0;
      const { rpcUrl } = await anvil();
      // answers which chain it is, and then nothing
      const silent = await startProxy(rpcUrl, ({ method }) => method === "eth_getBlockByNumber" && ++asked > 0);
      open.push(silent.close);
      const stopping = new AbortController();
      const { signal } = stopping;
      const context = contextOf(silent.url, NOWHERE, { signal });
      const limits = { timeoutMs: 600_000, retries: 5, signal, logger: context.logger };
      const client = await connect({ ...limits, urls: [silent.url], chain: "devnet", chainOf: () => foundry });
      const ended = followHeads({ ...context, client }, 20, async () => true);
      await until(() => asked === 1);
      stopping.abort();
      await ended;
      expect(context.warnings).toEqual([]);
    });
  });
});
