import { describe, expect, it } from "vitest";
import { packRoute } from "./pack-route.ts";

const A = `0x${"aa".repeat(20)}` as const;
const B = `0x${"bb".repeat(20)}` as const;
const C = `0x${"cc".repeat(20)}` as const;

describe("packRoute", () => {
  it("packs one hop: share, hops, then venue, length, token out, fee", () => {
    expect(packRoute({ tokens: [A, B], fees: [500] }, 1)).toBe(`0x000001${"01"}0003${"bb".repeat(20)}0001f4`);
  });

  it("packs every further hop behind it, and no token in", () => {
    const hop = (token: string, fee: string) => `010003${token.slice(2)}${fee}`;
    const packed = packRoute({ tokens: [A, B, C], fees: [500, 10_000] }, 1);
    expect(packed).toBe(`0x000002${hop(B, "0001f4")}${hop(C, "002710")}`);
  });

  it("refuses tokens and fees that do not fit", () => {
    expect(() => packRoute({ tokens: [A], fees: [] }, 1)).toThrow(RangeError);
    expect(() => packRoute({ tokens: [A, B], fees: [500, 500] }, 1)).toThrow(RangeError);
  });
});
