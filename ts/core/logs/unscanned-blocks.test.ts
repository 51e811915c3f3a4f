import { afterEach, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import type { ChainBook } from "../chain-book.ts";
import { collectLogs } from "./collect-logs.ts";
import { doubtLogs } from "./doubt-logs.ts";
import { EMITTER, type LogServer, SEEN, startLogServer } from "./logs.fixture.ts";
import { unscannedBlocks } from "./unscanned-blocks.ts";

let server: LogServer;
afterEach(() => server.close());

describe("unscannedBlocks", () => {
  it("is everything before a scan and the end of the chain after it, without a request", async () => {
    server = await startLogServer({ blocks: [5n], head: 1_000n });
    const context = contextOf(server.url, { chainId: 7, name: "test" } as ChainBook);
    const wanted = { address: EMITTER, events: [SEEN], fromBlock: 10n, toBlock: 1_000n };
    expect(await unscannedBlocks(context, wanted)).toBe(991n);
    expect(context.requests.size).toBe(0);
    await collectLogs(context, { ...wanted, itemOf: () => "item" });
    // at twelve seconds a block, an hour
    const asked = new Map(context.requests);
    expect(await unscannedBlocks(context, wanted)).toBe(300n);
    expect(await unscannedBlocks(context, { ...wanted, toBlock: 500n })).toBe(0n);
    // a scan from an earlier block starts over
    expect(await unscannedBlocks(context, { ...wanted, fromBlock: 0n })).toBe(1_001n);
    expect(context.requests).toEqual(asked);
  });

  it("is every block of a scan that lacks something", async () => {
    server = await startLogServer({ blocks: [5n], head: 1_000n });
    const context = contextOf(server.url, { chainId: 7, name: "test" } as ChainBook);
    const wanted = { address: EMITTER, events: [SEEN], fromBlock: 0n, toBlock: 1_000n };
    const { path } = await collectLogs(context, { ...wanted, itemOf: () => "item" });
    await doubtLogs(context, path);
    expect(await unscannedBlocks(context, wanted)).toBe(1_001n);
  });
});
