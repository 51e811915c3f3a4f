import { describe, expect, it } from "vitest";
import { min } from "../../../core/math/math.ts";
import type { QuoteResult } from "../../../protocols/action.ts";
import { actionOf, quoteOf } from "../choose-plan.fixture.ts";
import { acceptedAround, largestAccepted, type QuoteOf } from "./accepted-sizes.ts";

const MOST = 20_000_000000n;
const action = actionOf({ most: MOST });

/** A protocol that seizes twice what is repaid and refuses what `refuse` says. */
const quotes =
  (refuse: (repay: bigint) => boolean = () => false): QuoteOf =>
  ({ pays: { most } }, repay): QuoteResult =>
    refuse(repay)
      ? { ok: false, reason: { code: "must-not-leave-dust", message: `not ${repay}` } }
      : { ok: true, quote: quoteOf(min(repay, most), repay * 2n) };

/** All, or what leaves a thousand. */
const noDust = quotes((repay) => repay < MOST && repay > MOST - 1_000_000000n);
const repaid = (found: readonly { readonly repaid: bigint }[]) => found.map((one) => one.repaid);

describe("the largest size that is accepted", () => {
  const largest = (quoteOf: QuoteOf, most = MOST) => {
    const result = largestAccepted(action, most, quoteOf);
    return result.ok ? result.quote.repaid : result.reason.code;
  };

  it("is all where that is", () => {
    expect(largest(quotes())).toBe(MOST);
    expect(largest(noDust)).toBe(MOST);
  });

  it.each([1n, 2n, 7n, 1_000_000n, MOST - 1n])("is the last one below the edge, to the unit: %s", (edge) => {
    expect(largest(quotes((repay) => repay > edge))).toBe(edge);
  });

  it("is the last one that leaves no dust where all cannot be done", () => {
    expect(largest(noDust, MOST - 1n)).toBe(MOST - 1_000_000000n);
  });

  it("is none, for the reason of the whole, where nothing is accepted", () => {
    const result = largestAccepted(
      action,
      MOST,
      quotes(() => true),
    );
    expect(result).toMatchObject({ ok: false, reason: { message: `not ${MOST}` } });
    expect(largest(quotes(), 0n)).toBe("nothing-to-repay");
  });
});

describe("the sizes next to one that is wanted", () => {
  const around = (size: bigint, quoteOf: QuoteOf, most = MOST) => repaid(acceptedAround(action, size, most, quoteOf));

  it("are that one where it is accepted", () => {
    expect(around(5n, noDust)).toEqual([5n]);
    expect(around(MOST, noDust)).toEqual([MOST]);
  });

  it("are those on both sides of what is refused, to the unit", () => {
    expect(around(MOST - 5n, noDust)).toEqual([MOST - 1_000_000000n, MOST]);
    const gap = quotes((repay) => repay > 1_000n && repay < 2_000n);
    expect(around(1_500n, gap)).toEqual([1_000n, 2_000n]);
  });

  it("are the one below where nothing above is accepted, and the other way round", () => {
    expect(
      around(
        1_500n,
        quotes((repay) => repay > 1_000n),
      ),
    ).toEqual([1_000n]);
    expect(
      around(
        1_500n,
        quotes((repay) => repay < 2_000n),
      ),
    ).toEqual([2_000n]);
    expect(
      around(
        1_500n,
        quotes(() => true),
      ),
    ).toEqual([]);
  });
});
