import { describe, expect, it } from "vitest";
import { pairOf, token } from "./pairs.fixture.ts";
import { type PlannedTrade, poolsAfter } from "./pools-after.ts";
import { routeOf } from "./route.ts";
import { type Share, sellAlong } from "./sell-along.ts";

const [A, B, C] = [token(1), token(2), token(3)] as const;
const DEEP = 10n ** 24n;
const direct = pairOf(1, [A, B], [DEEP, DEEP]);
const toC = pairOf(2, [A, C], [DEEP, DEEP]);
const fromC = pairOf(3, [C, B], [DEEP, DEEP]);
const elsewhere = pairOf(4, [A, B], [DEEP, DEEP]);
const POOLS = new Map([direct, toC, fromC, elsewhere].map((pool) => [pool.id, pool]));
const SHARES: readonly Share[] = [
  { path: { tokens: [A, B], pools: [direct] }, bps: 4_000 },
  { path: { tokens: [A, C, B], pools: [toC, fromC] }, bps: 0 },
];
const AMOUNT = 10n ** 22n + 7n;

const routeBy = (parts: readonly Share[]) => routeOf({ parts })!;
const sale = (parts: readonly Share[], amount = AMOUNT): PlannedTrade => ({
  route: routeBy(parts),
  amount,
  kind: "exact-input",
});
const received = (pools: ReturnType<typeof poolsAfter>, id: string, from = A, to = B) => {
  const trade = pools.get(id)!.sell(from, to, AMOUNT);
  return trade.ok ? trade.received : null;
};

describe("pools after trades", () => {
  it("are as a sale in parts leaves them, found again by the packed route alone", () => {
    const sold = sellAlong(SHARES, AMOUNT);
    if (!sold.ok) throw new Error(sold.reason.message);
    const after = poolsAfter(POOLS, [sale(SHARES)]);
    for (const { id } of [direct, toC, fromC]) {
      const [from, to] = id === toC.id ? [A, C] : id === fromC.id ? [C, B] : [A, B];
      expect(received(after, id, from, to)).toBe(received(sold.after, id, from, to));
      expect(received(after, id, from, to)).toBeLessThan(received(POOLS, id, from, to)!);
    }
    expect(after.get(elsewhere.id)).toBe(elsewhere);
    // nothing that was read is changed
    expect(POOLS.get(direct.id)).toBe(direct);
  });

  it("add up: the second sale finds what the first has left", () => {
    const [one, two] = [poolsAfter(POOLS, [sale(SHARES)]), poolsAfter(POOLS, [sale(SHARES), sale(SHARES)])];
    expect(received(two, direct.id)).toBeLessThan(received(one, direct.id)!);
    const again = poolsAfter(one, [sale(SHARES)]);
    expect(received(again, direct.id)).toBe(received(two, direct.id));
  });

  it("are as a pool leaves itself that lends what it is paid for", () => {
    const parts = [{ path: { tokens: [A, B], pools: [direct] }, bps: 0 }];
    const after = poolsAfter(POOLS, [{ route: routeBy(parts), amount: AMOUNT, kind: "exact-output" }]);
    const bought = direct.buy?.(A, B, AMOUNT);
    const expected = bought?.ok ? bought.after : direct;
    expect(received(after, direct.id)).toBe(received(new Map([[direct.id, expected]]), direct.id));
  });

  it.each([
    [
      "a pool is not among them",
      [{ path: { tokens: [A, B], pools: [pairOf(9, [A, B], [DEEP, DEEP])] }, bps: 0 }],
      AMOUNT,
    ],
    ["a part sells nothing", SHARES, 1n],
  ] as const)("are untouched by a sale of which %s", (_, parts, amount) => {
    expect(poolsAfter(POOLS, [sale(parts, amount)])).toBe(POOLS);
  });
});
