import { createPublicClient, http } from "viem";
import { foundry } from "viem/chains";
import { afterEach, describe, expect, it } from "vitest";
import { type LogServer, startLogServer } from "./logs.fixture.ts";
import { SETTLED_SECONDS, settledBlock } from "./settled-block.ts";

let server: LogServer;
afterEach(() => server.close());

const HEAD = 1_000_000n;

/** @param says milliseconds that the chain is thought to need for a block; absent: nothing is thought */
async function clientOf(blockTime: number, says?: number) {
  server = await startLogServer({ blocks: [], head: HEAD, blockTime });
  const chain = says === undefined ? foundry : { ...foundry, blockTime: says };
  return createPublicClient({ chain, transport: http(server.url, { retryCount: 0 }) });
}

describe("a settled block", () => {
  it.each([
    [0.25, 250],
    [0.45, 450],
    [1, 1_000],
    [2, 2_000],
    [12, 12_000],
    // the chain has become faster, or slower, than is written down
    [0.45, 3_000],
    [3, 450],
    [12, 250],
    [0.25, 12_000],
    [12, undefined],
    [0.25, undefined],
  ])("is an hour old at %s s a block, where %s ms are expected, and not much older", async (blockTime, says) => {
    const client = await clientOf(blockTime, says);
    const found = (await settledBlock(client, { from: 0n, upTo: HEAD, end: HEAD }))!;
    const seconds = Number(HEAD - found.number) * blockTime;
    expect(seconds).toBeGreaterThanOrEqual(Number(SETTLED_SECONDS) - 1);
    expect(seconds).toBeLessThan(2 * Number(SETTLED_SECONDS));
    expect(server.received.length).toBeLessThanOrEqual(4);
    expect(found.hash).toMatch(/^0x\w{64}$/);
  });

  it("is the last that was scanned, where that is older", async () => {
    const client = await clientOf(12);
    expect(await settledBlock(client, { from: 0n, upTo: 500n, end: HEAD })).toMatchObject({ number: 500n });
  });

  it("is none where everything is younger, or nothing was scanned", async () => {
    const client = await clientOf(12);
    expect(await settledBlock(client, { from: HEAD - 200n, upTo: HEAD, end: HEAD })).toBeNull();
    expect(await settledBlock(client, { from: 10n, upTo: 9n, end: HEAD })).toBeNull();
  });

  it("is none on a chain whose clock stands still", async () => {
    const client = await clientOf(0);
    expect(await settledBlock(client, { from: 0n, upTo: HEAD, end: HEAD })).toBeNull();
  });
});
