import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { attempt, balanceOf, failed, succeeded } from "../flow/submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { undoAfterEach } from "../flow/testing/undo-after-each.fixture.ts";

import { premiumOf } from "./funding.ts";
import { uniswapV2 } from "./uniswap-v2/index.ts";

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

describe("a pair of Uniswap V2 that lends", () => {
  const pairOf = (one: string, other: string) =>
    chain.devnet.info.addresses.uniswapV2.pairs.find(({ tokenA, tokenB }) => tokenA === one && tokenB === other)!
      .address;

  it.each([
    ["reference", "WETH", "USDC"],
    ["usdt-debt", "WETH", "USDT"],
    ["liquidatable", "WETH", "USDC"],
  ] as const)("is paid by what is seized, to the unit: %s", async (label, collateral, debt) => {
    // what lies there besides is the pair's
    const pair = pairOf(collateral, debt);
    await chain.give(debt, pair, 12_345n);
    await chain.give("WETH", pair, 10n ** 15n);
    const [held, lent] = await Promise.all([
      balanceOf(chain, chain.token[collateral], pair),
      balanceOf(chain, chain.token[debt], pair),
    ]);
    const before = await balanceOf(chain, chain.token[collateral], RECEIVER);
    const { done, rows } = await attempt(chain, label, {
      request: { funding: "uniswap-v2", collateral: { symbol: collateral } },
    });
    const { plan, submission } = succeeded(done);
    const { offer, sale, quote, route } = plan.candidate;
    expect(offer).toMatchObject({ funding: "uniswap-v2", source: 8, lender: pair });
    expect(plan.onChain.selling).toBe(0);
    expect(route!.splits[0]!.hops.map(({ pool }) => pool)).toEqual([pair]);
    const { outcome } = submission!;
    const paid = sale?.ok ? sale.amount : 0n;
    expect(outcome.collateralGain).toBe(outcome.seized - paid);
    expect(outcome.premium).toBe(0n);
    expect((await balanceOf(chain, chain.token[collateral], RECEIVER)) - before).toBe(outcome.collateralGain);
    expect(await balanceOf(chain, chain.token[collateral], pair)).toBe(held + paid);
    expect(await balanceOf(chain, chain.token[debt], pair)).toBe(lent - quote.funding);
    expect(rows).toMatchObject([{ status: "liquidated", funding: "uniswap-v2" }]);
  });

  it("is one that the owner allows: of ether and each other token that routes go by", async () => {
    const listed = uniswapV2.lenders(chain.book);
    expect(listed).toContain(pairOf("WETH", "USDC"));
    expect(listed).not.toContain(pairOf("USDC", "USDT"));
    expect(listed).toHaveLength(chain.book.routeTokens.length - 1);
  });

  it("lends nothing where no pair has both tokens", async () => {
    const request = { funding: "uniswap-v2", collateral: { symbol: "WBTC" }, debt: { symbol: "USDC" } } as const;
    const { done } = await attempt(chain, "mixed", { request, unrecorded: true });
    expect(failed(done).code).toBe("no-route");
  });
});
