import { describe, expect, it } from "vitest";
import type { AcceptedQuote } from "../../aggregators/aggregator.ts";
import { saleOf } from "../../aggregators/sale-of.ts";
import { HOLDER, REQUEST } from "../../aggregators/testing/answers.fixture.ts";
import type { QuotedCandidate } from "../plan/candidate.ts";
import { candidateOf, inputOf, LIMITS, offerOf, plan, routeOf, SALE_GAS } from "../plan/choose-plan.fixture.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { offeredCandidate } from "../with-aggregators.ts";
import { simulateBest } from "./simulate-best.ts";
import type { SimulationResult } from "./simulation.ts";

const QUOTE: AcceptedQuote = {
  ...({ ok: true, aggregator: "zero-x", router: HOLDER, data: "0x1234" } as const),
  ...{ gas: SALE_GAS, amountOut: 10_400_000000n, least: 10_350_000000n },
};
const offered = offeredCandidate(candidateOf(), QUOTE, REQUEST);
const pool = candidateOf();
const otherPool = candidateOf({ route: routeOf([3_000]), sold: 10_290_000000n });
const otherSource = candidateOf({ route: routeOf([3_000]), offer: offerOf("wallet"), sold: 10_280_000000n });

/** By what is sold for: what nets so many USD, or why nothing does. */
type Says = (sold: bigint, time: number) => bigint | string;

async function best(candidates: readonly QuotedCandidate[], says: Says) {
  const planned = plan(inputOf(candidates));
  if (!planned.ok) throw new Error(planned.reason.message);
  const tried: bigint[] = [];
  const logger = { debug() {}, info() {}, warn() {} };
  const result = await simulateBest({ config: LIMITS as never, logger }, planned, async (way: PlannedLiquidation) => {
    const { sale } = way.candidate;
    if (!sale?.ok) throw new Error("nothing is sold");
    tried.push(sale.amount);
    const said = says(sale.amount, tried.length);
    const reason = { code: "reverted", message: "it reverts" };
    const result = said === "reverts" ? { ok: false, reason } : { ok: true, netUsd: said, gasCostUsd: 0n };
    return result as SimulationResult;
  });
  const { sale } = result.plan.candidate;
  return { tried, taken: sale?.ok ? sale.amount : null, ok: result.simulation.ok };
}

const [OFFERED, POOL, OTHER_POOL, OTHER_SOURCE] = [10_400_000000n, 10_300_000000n, 10_290_000000n, 10_280_000000n];
const ALL = [pool, offered, otherPool, otherSource];

describe("an offered sale", () => {
  it("is a hop of its own, by the seller", () => {
    const { route, sale, quote } = offered;
    expect(route).toEqual({
      runner: "seller",
      splits: [
        {
          bps: 0,
          hops: [
            {
              ...{ venue: "zero-x", pool: HOLDER, label: "0x", packed: saleOf(QUOTE, REQUEST).hop },
              ...{ tokenIn: REQUEST.tokenIn, tokenOut: REQUEST.tokenOut },
            },
          ],
        },
      ],
    });
    expect(sale).toEqual({ ok: true, amount: QUOTE.amountOut, gas: SALE_GAS });
    expect(quote).toEqual(pool.quote);
  });

  it("is taken where it brings what was said", async () => {
    const says: Says = () => 400_00000000n;
    expect(await best(ALL, says)).toEqual({ tried: [OFFERED], taken: OFFERED, ok: true });
  });

  it("that reverts gives way to the best of the pools, with the same money", async () => {
    const says: Says = (sold) => (sold === OFFERED ? "reverts" : 290_00000000n);
    expect(await best(ALL, says)).toEqual({ tried: [OFFERED, POOL], taken: POOL, ok: true });
  });

  it("that brings less than the pools gives way to them, and is what remains where they fail", async () => {
    const says: Says = (sold) => (sold === OFFERED ? 200_00000000n : 290_00000000n);
    expect(await best(ALL, says)).toEqual({ tried: [OFFERED, POOL], taken: POOL, ok: true });
    const alone: Says = (sold) => (sold === OFFERED ? 200_00000000n : "reverts");
    const { tried, ...rest } = await best(ALL, alone);
    expect(rest).toEqual({ taken: OFFERED, ok: true });
    expect(tried.at(-1)).toBe(OFFERED);
  });

  it("that fails with everything else leaves the failure of the pools, and is not tried twice", async () => {
    const { tried, taken, ok } = await best(ALL, () => "reverts");
    expect([taken, ok]).toEqual([POOL, false]);
    expect(tried).toEqual([OFFERED, POOL, OTHER_SOURCE, OTHER_POOL].filter((one) => tried.includes(one)));
    const lesser = offeredCandidate(pool, { ...QUOTE, amountOut: 10_200_000000n }, REQUEST);
    const again = await best([pool, lesser, otherSource], () => "reverts");
    expect(new Set(again.tried).size).toBe(again.tried.length);
  });
});

describe("ways that fail", () => {
  const sources = ["morpho", "balancer-v2", "spark", "aave-v2"] as const;
  const by = (fee: number, sold: bigint) =>
    sources.map((source) => candidateOf({ route: routeOf([fee]), offer: offerOf(source), sold }));

  it("by a pool of the best route give way to another route, however many lenders there are", async () => {
    const [bad, good] = [10_300_000000n, 10_290_000000n];
    const only = [...by(500, bad), candidateOf({ route: routeOf([3_000]), offer: offerOf("morpho"), sold: good })];
    const { tried, taken, ok } = await best(only, (sold) => (sold === bad ? "reverts" : 280_00000000n));
    expect([taken, ok]).toEqual([good, true]);
    expect(tried.length).toBeLessThanOrEqual(3);
    const both = await best([...by(500, bad), ...by(3_000, good)], (sold) =>
      sold === bad ? "reverts" : 280_00000000n,
    );
    expect(both).toMatchObject({ tried: [bad, good], ok: true });
  });
});
