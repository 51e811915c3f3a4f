import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../chains/context.fixture.ts";
import type { Context } from "../core/context.ts";
import { PROTOCOL_NAMES } from "../core/names/names.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../devnet/testing/start-test-chain.ts";
import { PROTOCOLS } from "./index.ts";
import type { ChainLog } from "./protocol.ts";
import { marketKey, targetKey } from "./target.ts";

vi.setConfig({ hookTimeout: BUILD_TIMEOUT });

let chain: TestChain;
let context: Context;
let toBlock: bigint;
beforeAll(async () => {
  chain = await startTestChain();
  context = contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));
  toBlock = await chain.client.getBlockNumber({ cacheTime: 0 });
});
afterAll(() => chain?.stop());

describe.each(PROTOCOL_NAMES)("touchedBy of %s", (name) => {
  it("names everybody who borrowed, from all that the chain has logged", async () => {
    const protocol = PROTOCOLS[name];
    const { targets, markets: refs } = await protocol.discover(context, { toBlock });
    expect(targets.length).toBeGreaterThan(3);
    const markets = await protocol.readMarkets(context, refs, toBlock);
    const sources = refs.flatMap((ref) => {
      const read = markets.get(marketKey(ref));
      return protocol.logSources(ref, read?.ok ? read.state : null);
    });
    const logs = await chain.client.getLogs({ address: [...new Set(sources)], fromBlock: 0n, toBlock });
    const touched = protocol.touchedBy(logs as ChainLog[], context.book, markets, targets);
    const keys = touched.map(({ target }) => targetKey(target));
    expect(new Set(keys).size).toBe(keys.length);
    const borrowed = touched.flatMap(({ target, borrows }) => (borrows ? [targetKey(target)] : []));
    expect(borrowed.sort()).toEqual(targets.map(targetKey).sort());
    // of none of them where its own contracts say nothing
    const foreign = logs.map((log) => ({ ...log, address: chain.devnet.info.addresses.accounts.deployer }));
    expect(protocol.touchedBy(foreign as ChainLog[], context.book, markets, targets)).toEqual([]);
  });
});
