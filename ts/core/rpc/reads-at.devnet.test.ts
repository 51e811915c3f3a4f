import { type Address, erc20Abi, type Hex, parseAbi, size } from "viem";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import { RpcError } from "../errors/errors.ts";
import { saidByChain } from "../errors/said-by-chain.ts";
import { rpcError } from "./local-server.fixture.ts";
import { MOST_FAILED_REQUESTS, readsAt } from "./reads-at.ts";
import { connect } from "./rpc.ts";

vi.setConfig({ hookTimeout: BUILD_TIMEOUT });

const PAUSED = parseAbi(["function paused() view returns (bool)"]);

let chain: TestChain;
let token: Address;
let block: bigint;
beforeAll(async () => {
  chain = await startTestChain();
  token = chain.devnet.info.addresses.tokens.USDC;
  block = await chain.client.getBlockNumber({ cacheTime: 0 });
});
afterAll(() => chain?.stop());

/** Does something through an endpoint, and tells what it was asked. */
async function through<T>(intercept: Intercept | undefined, work: (client: Client) => Promise<T>) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  try {
    const { client } = contextOf(proxy.url, devnetBook(chain.devnet.info));
    return { answer: await work(client), calls: proxy.received.filter(({ method }) => method === "eth_call") };
  } finally {
    await proxy.close();
  }
}

type Client = ReturnType<typeof contextOf>["client"];

const decimals = (client: Client, at = block) =>
  readsAt(client, at)({ address: token, abi: erc20Abi, functionName: "decimals" });
const balance = (client: Client, holder: Address) =>
  readsAt(client, block)({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [holder] });
const outcomes = (reads: readonly Promise<unknown>[]) => Promise.allSettled(reads);
const reasons = (settled: readonly PromiseSettledResult<unknown>[]) =>
  settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));

describe("what is read in the same moment", () => {
  it("goes in one request, whoever asks, and each gets its own answer", async () => {
    const holders = Object.values(chain.devnet.info.addresses.accounts);
    const { answer, calls } = await through(undefined, (client) =>
      Promise.all([...holders.map((holder) => balance(client, holder)), decimals(client)]),
    );
    expect(calls).toHaveLength(1);
    const alone = holders.map((holder) =>
      chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [holder] }),
    );
    expect(answer).toEqual([...(await Promise.all(alone)), 6]);
    expect(new Set(answer).size).toBeGreaterThan(2);
  });

  it("of another block, by another client, or a moment later, is another request", async () => {
    const { calls } = await through(undefined, async (client) => {
      await Promise.all([decimals(client), decimals(client, block - 1n)]);
      await decimals(client);
    });
    expect(calls.map(({ params }) => BigInt((params as string[])[1]!))).toEqual([block, block - 1n, block]);
  });

  it("is split where it is much", async () => {
    const { answer, calls } = await through(undefined, (client) =>
      Promise.all(Array.from({ length: 301 }, () => decimals(client))),
    );
    expect(answer).toEqual(new Array(301).fill(6));
    const sizes = calls.map(({ params }) => size((params as [{ data: Hex }])[0].data));
    // what a node takes as creation code (EIP-3860)
    expect(Math.max(...sizes)).toBeLessThan(49_152);
    // nor are the answers more than it takes as code (EIP-170): then it would be asked again in halves
    expect(sizes).toHaveLength(3);
  });

  it("is refused alone where a contract refuses it", async () => {
    const nowhere = "0x00000000000000000000000000000000000000aa";
    const none = (client: Client) =>
      readsAt(client, block)({ address: nowhere, abi: erc20Abi, functionName: "decimals" });
    const unknown = (client: Client) =>
      readsAt(client, block)({ address: token, abi: PAUSED, functionName: "paused", args: [] });
    const { answer, calls } = await through(undefined, (client) =>
      outcomes([decimals(client), none(client), unknown(client), decimals(client)]),
    );
    expect(calls).toHaveLength(1);
    expect(answer.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
    expect(reasons(answer).map(saidByChain)).toEqual([true, true]);
  });

  it("is refused alone also where nothing else was asked", async () => {
    const { answer } = await through(undefined, (client) =>
      outcomes([readsAt(client, block)({ address: token, abi: PAUSED, functionName: "paused", args: [] })]),
    );
    expect(reasons(answer).map(saidByChain)).toEqual([true]);
  });
});

describe("a request that fails", () => {
  it("is asked again in halves where the node takes less", async () => {
    const most = 17_000;
    const { answer, calls } = await through(
      ({ method, id, params }, response) => {
        if (method !== "eth_call" || JSON.stringify(params).length < most) return false;
        rpcError(response, id, -32602, "request entity too large");
        return true;
      },
      (client) => Promise.all(Array.from({ length: 20 }, () => decimals(client))),
    );
    expect(answer).toEqual(new Array(20).fill(6));
    expect(calls.length).toBeGreaterThan(2);
  });

  it.each([
    ["too often", -32005, "daily request count exceeded", 1],
    ["for want of gas", -32000, "out of gas", 15],
  ])("%s is a failure of all that it asked, and no answer of the chain", async (_, code, message, asked) => {
    const { answer, calls } = await through(
      ({ method, id }, response) => {
        if (method !== "eth_call") return false;
        rpcError(response, id, code, message);
        return true;
      },
      (client) => outcomes(Array.from({ length: 8 }, () => decimals(client))),
    );
    expect(calls).toHaveLength(asked);
    const failures = reasons(answer);
    expect(failures).toHaveLength(8);
    expect(failures.some(saidByChain)).toBe(false);
    for (const failure of failures) expect(failure).toBeInstanceOf(RpcError);
    expect(failures.every(({ message: said }) => said.includes(message))).toBe(true);
  });

  it.each([
    [150, MOST_FAILED_REQUESTS * 2 + 1],
    [300, 2 * (MOST_FAILED_REQUESTS * 2 + 1)],
  ])("whatever is asked costs no more than so many, of %d reads %d", async (reads, most) => {
    const { answer, calls } = await through(
      ({ method, id }, response) => {
        if (method !== "eth_call") return false;
        rpcError(response, id, -32603, "internal error");
        return true;
      },
      (client) => outcomes(Array.from({ length: reads }, () => decimals(client))),
    );
    expect(reasons(answer)).toHaveLength(reads);
    expect(calls.length).toBeLessThanOrEqual(most);
  });

  it("leaves one bad call alone, however many are asked with it", async () => {
    const bad: Address = "0x00000000000000000000000000000000000000bd";
    const { answer, calls } = await through(
      ({ method, id, params }, response) => {
        if (method !== "eth_call" || !JSON.stringify(params).includes(bad.slice(2))) return false;
        rpcError(response, id, -32603, "internal error");
        return true;
      },
      (client) => outcomes([...Array.from({ length: 149 }, () => decimals(client)), balance(client, bad)]),
    );
    expect(reasons(answer)).toHaveLength(1);
    expect(answer.at(-1)!.status).toBe("rejected");
    expect(calls.length).toBeLessThanOrEqual(17);
  });

  it("for its size is not repeated before it is halved, but the smallest is", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, id }, response) => {
      if (method !== "eth_call") return false;
      rpcError(response, id, -32000, "request timed out");
      return true;
    });
    const client = await connect({
      ...{ urls: [proxy.url], chain: null, chainOf: () => foundry, timeoutMs: 5_000, retries: 1 },
      signal: new AbortController().signal,
      logger: { debug() {}, warn() {} },
    });
    const answer = await outcomes([decimals(client), decimals(client)]);
    await proxy.close();
    expect(reasons(answer)).toHaveLength(2);
    // both at once, then each of the two, and once more
    expect(proxy.received.filter(({ method }) => method === "eth_call")).toHaveLength(1 + 2 * 2);
  });

  it("does not keep the next one from being asked", async () => {
    let failed = 0;
    const { answer } = await through(
      ({ method, id }, response) => {
        if (method !== "eth_call" || failed++ > 0) return false;
        rpcError(response, id, -32005, "daily request count exceeded");
        return true;
      },
      async (client) => [await outcomes([decimals(client)]), await outcomes([decimals(client)])],
    );
    expect(answer.map(([one]) => one!.status)).toEqual(["rejected", "fulfilled"]);
  });
});
