import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { attempt, balanceOf, succeeded } from "../flow/submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { undoAfterEach } from "../flow/testing/undo-after-each.fixture.ts";

import { premiumOf } from "./funding.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

it.each(["morpho", "uniswap-v4", "balancer-v2", "uniswap-v3-flash", "aave"] as const)(
  "%s pays for the reference, and gets back what it lent and what it charges; the rest is the profit",
  async (funding) => {
    const before = await balanceOf(chain, chain.token.USDC, RECEIVER);
    const { done, rows } = await attempt(chain, "reference", { request: { funding } });
    const { plan, submission } = succeeded(done);
    const { offer } = plan.candidate;
    expect(offer.funding).toBe(funding);
    const { outcome } = submission!;
    expect(outcome.profit).toBeGreaterThan(0n);
    expect(outcome.premium).toBe(premiumOf(offer, plan.onChain.funding.amount));
    expect(outcome.premium === 0n).toBe(!["uniswap-v3-flash", "aave"].includes(funding));
    expect((await balanceOf(chain, chain.token.USDC, RECEIVER)) - before).toBe(outcome.profit);
    expect(rows).toMatchObject([{ status: "liquidated" }]);
  },
);
