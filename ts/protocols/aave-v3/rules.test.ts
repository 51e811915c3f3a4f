import { describe, expect, it } from "vitest";
import { KNOWN_REVISIONS, rulesOf, rulesOfVersion } from "./rules.ts";

describe("rulesOf", () => {
  it("knows every revision from 1 to 11 and the release it belongs to", () => {
    expect(KNOWN_REVISIONS).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const releases = KNOWN_REVISIONS.map((revision) => rulesOf(revision)!.version);
    expect(releases).toEqual(["3.0", "3.0", "3.0", "3.1", "3.2", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7"]);
  });

  it("does not guess the rules of a revision it does not know", () => {
    expect([0, -1, 12, 1.5, Number.NaN].map(rulesOf)).toEqual([null, null, null, null, null]);
    expect(["", "3", "3.8", "2.0"].map(rulesOfVersion)).toEqual([null, null, null, null]);
  });

  it("keeps what a release introduced in all that follow", () => {
    const since = (rule: "refusesDust" | "hasGracePeriod" | "refusesSelfLiquidation" | "zeroThresholdCounts") =>
      KNOWN_REVISIONS.filter((revision) => rulesOf(revision)![rule]);
    expect(since("hasGracePeriod")).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
    expect(since("refusesDust")).toEqual([7, 8, 9, 10, 11]);
    expect(since("refusesSelfLiquidation")).toEqual([8, 9, 10, 11]);
    expect(since("zeroThresholdCounts")).toEqual([10, 11]);
    expect(KNOWN_REVISIONS.filter((revision) => rulesOf(revision)!.eModePrice)).toEqual([1, 2, 3, 4]);
    expect(KNOWN_REVISIONS.filter((revision) => !rulesOf(revision)!.asksSentinel)).toEqual([11]);
  });
});
