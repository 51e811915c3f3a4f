import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import type { Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { attempt, succeeded } from "./attempt.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

/** An endpoint that answers nobody until nobody asks any more: what is then answered together was one round trip. */
function roundTrips() {
  const trips: string[][] = [];
  let asked: string[] = [];
  let waiting: (() => void)[] = [];
  let quiet: NodeJS.Timeout | undefined;
  const answer = () => {
    const all = waiting;
    trips.push(asked);
    [asked, waiting] = [[], []];
    for (const one of all) one();
  };
  const intercept: Intercept = async ({ method }) => {
    asked.push(method);
    clearTimeout(quiet);
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      quiet = setTimeout(answer, 250);
    });
    return false;
  };
  return { trips, intercept };
}

// one trip is for the cash of a lender of the first revision, whose aToken must be known first, one for the pools of what a receipt stands for; a command connects once: that its endpoint is asked for its chain is no part of what a block costs
it.each([
  ["reference", 9],
  ["whale", 10],
  ["liquidatable", 10],
  ["bad-debt", 10],
])("a block's price is answered by a signed transaction after few round trips: %s", async (label, most) => {
  const { trips, intercept } = roundTrips();
  const { done } = await attempt(chain, label, { intercept });
  expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
  const block = trips.findIndex((methods) => methods.includes("eth_getBlockByNumber"));
  const signed = trips.findIndex((methods) => methods.includes("eth_sendRawTransaction"));
  expect(trips[0]).toEqual(["eth_chainId"]);
  expect(block).toBe(1);
  expect(signed - block, trips.map((methods) => methods.join(" ")).join("\n")).toBeLessThanOrEqual(most);
});
