import { describe, expect, it } from "vitest";
import { pairOf, token } from "./pairs.fixture.ts";
import type { Path } from "./path.ts";
import { sellAlong } from "./sell-along.ts";
import { sharesOf } from "./shares-of.ts";

const [A, B, C] = [token(1), token(2), token(3)] as const;
const DEEP = 10n ** 24n;
const direct = pairOf(1, [A, B], [DEEP, DEEP]);
const toC = pairOf(2, [A, C], [DEEP, DEEP]);
const fromC = pairOf(3, [C, B], [DEEP, DEEP]);
const otherToC = pairOf(4, [A, C], [DEEP, DEEP]);
const ONE_HOP: Path = { tokens: [A, B], pools: [direct] };
const TWO_HOPS: Path = { tokens: [A, C, B], pools: [toC, fromC] };
const SHARED: Path = { tokens: [A, C, B], pools: [otherToC, fromC] };
const AMOUNT = 10n ** 22n + 7n;

const received = (pool: typeof direct, from: typeof A, to: typeof A, amount: bigint) => {
  const trade = pool.sell(from, to, amount);
  if (!trade.ok) throw new Error(trade.reason.message);
  return trade;
};

describe("a sale in parts", () => {
  it("gives each part its share, rounded down, and the last one the rest", () => {
    const sold = sellAlong(
      [
        { path: ONE_HOP, bps: 3_333 },
        { path: TWO_HOPS, bps: 0 },
      ],
      AMOUNT,
    );
    if (!sold.ok) throw new Error(sold.reason.message);
    const first = (AMOUNT * 3_333n) / 10_000n;
    expect(sold.parts.map(({ offered }) => offered)).toEqual([first, AMOUNT - first]);
    const onTheWay = received(toC, A, C, AMOUNT - first).received;
    const parts = [received(direct, A, B, first).received, received(fromC, C, B, onTheWay).received];
    expect(sold.parts.map((part) => part.received)).toEqual(parts);
    expect(sold).toMatchObject({ paid: AMOUNT, received: parts[0]! + parts[1]!, gas: 168_000n });
  });

  it("trades with a pool as the part before has left it", () => {
    const half = { bps: 5_000 };
    const sold = sellAlong(
      [
        { path: TWO_HOPS, ...half },
        { path: SHARED, bps: 0 },
      ],
      AMOUNT,
    );
    if (!sold.ok) throw new Error(sold.reason.message);
    const [first, rest] = [AMOUNT / 2n, AMOUNT - AMOUNT / 2n];
    const before = received(fromC, C, B, received(toC, A, C, first).received);
    const behind = received(before.after as typeof direct, C, B, received(otherToC, A, C, rest).received);
    expect(sold.parts.map((part) => part.received)).toEqual([before.received, behind.received]);
    expect(behind.received).toBeLessThan(before.received);
  });

  it.each([
    [
      "more than there is",
      [
        { path: ONE_HOP, bps: 6_000 },
        { path: TWO_HOPS, bps: 6_000 },
      ],
      AMOUNT,
      "share-too-large",
    ],
    [
      "nothing",
      [
        { path: ONE_HOP, bps: 1 },
        { path: TWO_HOPS, bps: 0 },
      ],
      9_999n,
      "too-little-to-sell",
    ],
    ["what buys nothing", [{ path: ONE_HOP, bps: 0 }], 1n, "nothing-bought"],
  ])("fails where a part would sell %s", (_, shares, amount, code) => {
    expect(sellAlong(shares, amount)).toMatchObject({ ok: false, reason: { code } });
  });
});

describe("shares", () => {
  it("are whole basis points, the largest part being the rest", () => {
    const shares = sharesOf([ONE_HOP, TWO_HOPS, SHARED], [3, 1, 0]);
    expect(shares).toEqual([
      { path: TWO_HOPS, bps: 2_500 },
      { path: ONE_HOP, bps: 0 },
    ]);
    expect(sharesOf([ONE_HOP, TWO_HOPS], [1, 1e-9])).toEqual([{ path: ONE_HOP, bps: 0 }]);
    expect(sharesOf([ONE_HOP], [0])).toEqual([]);
  });
});
