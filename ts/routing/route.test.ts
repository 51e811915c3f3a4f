import { describe, expect, it } from "vitest";
import { packHop } from "../venues/pack-hop.ts";
import type { Pool } from "../venues/pool.ts";
import { pairOf, token } from "./pairs.fixture.ts";
import type { Path } from "./path.ts";
import { type Hop, packRoute, poolsOf, routeKey, routeOf, venuesOf } from "./route.ts";

const [A, B, C] = [token(1), token(2), token(3)] as const;
const hop = (tokenOut: typeof A, fee: `0x${string}`): Hop => ({
  ...{ venue: "uniswap-v3", pool: A, label: "", tokenIn: A, tokenOut },
  packed: packHop(1, tokenOut, fee),
});
const packed = (tokenOut: string, fee: string) => `010003${tokenOut.slice(2)}${fee}`;

describe("packRoute", () => {
  it("packs one hop: share, hops, then venue, length, token out, fee", () => {
    expect(packRoute({ splits: [{ bps: 0, hops: [hop(B, "0x0001f4")] }] })).toBe(`0x000001${packed(B, "0001f4")}`);
  });

  it("packs every further hop behind it, and no token in", () => {
    const hops = [hop(B, "0x0001f4"), hop(C, "0x002710")];
    expect(packRoute({ splits: [{ bps: 0, hops }] })).toBe(`0x000002${packed(B, "0001f4")}${packed(C, "002710")}`);
  });

  it("packs part after part, each with its share", () => {
    const splits = [
      { bps: 2_500, hops: [hop(B, "0x0001f4")] },
      { bps: 0, hops: [hop(B, "0x002710")] },
    ];
    expect(packRoute({ splits })).toBe(`0x09c401${packed(B, "0001f4")}000001${packed(B, "002710")}`);
  });

  it.each([-1, 10_001, 0.5, Number.NaN])("refuses a share of %s", (bps) => {
    expect(() => packRoute({ splits: [{ bps, hops: [hop(B, "0x0001f4")] }] })).toThrow(RangeError);
  });

  it("refuses a part without hops, or with more than are counted", () => {
    expect(() => packRoute({ splits: [{ bps: 0, hops: [] }] })).toThrow(RangeError);
    const hops = Array.from({ length: 256 }, () => hop(B, "0x0001f4"));
    expect(() => packRoute({ splits: [{ bps: 0, hops }] })).toThrow(RangeError);
  });
});

describe("who runs a route", () => {
  const pair = pairOf(1, [A, B], [10n ** 20n, 10n ** 20n]);
  const own: Pool = { ...pairOf(2, [A, B], [10n ** 20n, 10n ** 20n]), hop: () => "0x01" };
  const nobodys: Pool = { ...pair, hop: () => null };
  const over = (...pools: Pool[]) => pools.map((one) => ({ path: { tokens: [A, B], pools: [one] } as Path, bps: 0 }));

  it("is the liquidator where it can run all of it, else the seller, else nobody", () => {
    expect(routeOf({ parts: over(own) })!.runner).toBe("leaf");
    expect(routeOf({ parts: over(own, pair) })!.runner).toBe("seller");
    expect(routeOf({ parts: over(own, nobodys) })).toBeNull();
  });

  it("and what it goes through", () => {
    const [one, other] = [routeOf({ parts: over(own, pair) }), routeOf({ parts: over(pair, own) })];
    expect(poolsOf(one)).toEqual([own.address, pair.address]);
    expect(venuesOf(one)).toEqual(new Set(["uniswap-v2"]));
    // whatever comes first
    expect(routeKey(one)).toBe(routeKey(other));
    expect(routeKey(one)).not.toBe(routeKey(routeOf({ parts: over(pair) })));
    expect([poolsOf(null), routeKey(null)]).toEqual([[], ""]);
  });
});
