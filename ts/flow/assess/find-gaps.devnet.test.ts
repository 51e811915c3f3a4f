import { type Address, toHex, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES, type ProtocolName } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { type LocalServer, type Received, result } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { findTargets } from "../find-targets.ts";
import { type ContextOptions, type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, startProxy } from "../testing/proxy.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
  // hours later, so that scans are stored
  await chain.client.setNextBlockTimestamp({ timestamp: (await chain.client.getBlock()).timestamp + 10_000n });
  await chain.client.mine({ blocks: 20 });
});
afterAll(async () => {
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await chain?.stop();
});

/** An endpoint that answers only some of the logs, and no error. */
async function lacking(isKept: (log: { blockNumber: string }, index: number) => boolean): Promise<string> {
  const proxy = await startProxy(chain.devnet.rpcUrl, async (call: Received, response) => {
    const [filter] = (call.params ?? []) as { blockHash?: string }[];
    if (call.method !== "eth_getLogs" || filter?.blockHash) return false;
    const { result: logs } = await ask(chain.devnet.rpcUrl, call);
    result(response, call.id, (logs as { blockNumber: string }[]).filter(isKept));
    return true;
  });
  proxies.push(proxy);
  return proxy.url;
}

async function targets(
  options: ContextOptions = {},
  protocols: readonly ProtocolName[] = PROTOCOL_NAMES,
  anew = false,
) {
  const context = chain.contextWith(options);
  const block = await resolveBlock(context.client, { tag: "latest" });
  const filter = { user: null, limit: 100, maxHealthFactor: 10n ** 18n, minDebtUsd: 0n, sort: "profit" } as const;
  const found = await findTargets(context, { protocols, ...filter, block, anew });
  return { ...found, cacheDir: context.config.cacheDir };
}

const codes = ({ gaps }: Awaited<ReturnType<typeof targets>>) => gaps.map(({ reason }) => reason.code);

/** How many have borrowed, in every part of the devnet. */
const everybody = () =>
  Object.values(chain.devnet.info.borrowers)
    .flat()
    .filter(({ debt }) => debt.length > 0).length;

describe("a search for everybody who owes", () => {
  it("has no gap on real contracts, whatever the protocol rounds", async () => {
    expect((await targets()).gaps).toEqual([]);
  });

  it.each(PROTOCOL_NAMES)("notices every single borrower of %s who is in no log", async (name) => {
    const { targets: all } = await PROTOCOLS[name].discover(chain.contextWith(), {
      toBlock: await chain.client.getBlockNumber(),
    });
    let noticed = 0;
    for (let left = 0; left < Math.min(all.length, 5); left++) {
      const missing = all[left]!;
      const account = missing.subject.kind === "account" ? missing.subject.user.slice(2).toLowerCase() : "";
      const url = await lacking((log) => !JSON.stringify(log).toLowerCase().includes(account));
      const found = await targets({ rpcUrl: url }, [name]);
      expect(codes(found)).toContain("debt-missing");
      expect(found.gaps.map(({ market }) => market.market)).toContain(missing.market);
      noticed++;
    }
    expect(noticed).toBeGreaterThan(3);
  });

  it("still shows those who are found, says how much is missing, and looks at every block again the next time", async () => {
    const half = await lacking((_, index) => index % 2 === 0);
    const poisoned = await targets({ rpcUrl: half });
    expect(poisoned.rows.length).toBeGreaterThan(0);
    expect(poisoned.accounts).toBeLessThan(everybody());
    for (const { tally } of poisoned.gaps) expect(tally!.missing).toBeGreaterThan(0n);
    const { cacheDir } = poisoned;
    // with the same cache and an endpoint that has them all
    const healed = await targets({ config: { cacheDir } });
    expect([healed.accounts, healed.gaps]).toEqual([everybody(), []]);
    const again = await targets({ config: { cacheDir } });
    expect([again.accounts, again.gaps]).toEqual([everybody(), []]);
  });

  it("says of a list that the user chose what it lacks, without logs of borrowers", async () => {
    const all = await targets();
    const [aave, morpho] = PROTOCOL_NAMES.map((name) => {
      const { subject } = all.rows.find(({ assessment }) => assessment.target.protocol === name)!.assessment.target;
      return subject.kind === "account" ? subject.user : zeroAddress;
    }) as [Address, Address];
    const context = chain.contextWith();
    const block = await resolveBlock(context.client, { tag: "latest" });
    const filter = { user: null, limit: 100, maxHealthFactor: 10n ** 18n, minDebtUsd: 0n, sort: "profit" } as const;
    const request = { protocols: PROTOCOL_NAMES, ...filter, block };
    const found = await findTargets(context, { ...request, borrowers: [aave, morpho] });
    const users = found.rows.map(
      ({ assessment: { target } }) => target.subject.kind === "account" && target.subject.user,
    );
    expect(new Set(users)).toEqual(new Set([aave, morpho]));
    expect(new Set(codes({ ...found, cacheDir: "" }))).toEqual(new Set(["debt-missing"]));
    const everybody = await findTargets(context, {
      ...request,
      borrowers: chain.devnet.info.borrowers.aave.map(({ address }) => address),
      protocols: ["aave-v3"],
    });
    expect(everybody.gaps).toEqual([]);
    // for the markets of Morpho, and for who may be liquidated there earlier
    expect(context.requests.get("eth_getLogs")).toBe(2);
  });

  it("is not satisfied by no logs at all", async () => {
    const found = await targets({ rpcUrl: await lacking(() => false) });
    expect(found.accounts).toBe(0);
    expect(new Set(codes(found))).toEqual(new Set(["debt-missing", "no-market"]));
    const { aave } = chain.devnet.info.addresses;
    const markets = found.gaps.map(({ market }) => market.market);
    expect(markets).toEqual(expect.arrayContaining([aave.main.pool, aave.l2.pool]));
  });

  it("starts anew where that is asked for", async () => {
    const first = await targets({}, ["aave-v3"]);
    const context = chain.contextWith({ config: { cacheDir: first.cacheDir } });
    const block = await resolveBlock(context.client, { tag: "latest" });
    const asked: bigint[] = [];
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, params }) => {
      const [filter] = (params ?? []) as { fromBlock?: string }[];
      if (method === "eth_getLogs" && filter?.fromBlock) asked.push(BigInt(filter.fromBlock));
      return false;
    });
    proxies.push(proxy);
    await targets({ rpcUrl: proxy.url, config: { cacheDir: first.cacheDir } }, ["aave-v3"]);
    expect(asked.every((from) => from > block.number / 2n)).toBe(true);
    asked.length = 0;
    expect(
      (await targets({ rpcUrl: proxy.url, config: { cacheDir: first.cacheDir } }, ["aave-v3"], true)).gaps,
    ).toEqual([]);
    expect(asked.map((from) => toHex(from))).toContain("0x0");
  });
});
