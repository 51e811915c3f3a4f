import { describe, expect, it } from "vitest";
import { healthFactor, type Measure } from "../protocols/assessment.ts";
import { matches, type TargetsRequest } from "./find-targets.ts";
import { actionOf } from "./plan/choose-plan.fixture.ts";

const WAD = 10n ** 18n;
const wanted: Pick<TargetsRequest, "maxHealthFactor" | "minDebtUsd"> = { maxHealthFactor: WAD, minDebtUsd: 0n };

interface Found {
  readonly measure?: Measure | null;
  readonly actions?: number;
  readonly debtUsd?: bigint | null;
  readonly status?: "liquidatable" | "healthy" | "no-debt" | "refused";
}

function isShown({ measure = null, actions = 0, debtUsd = null, status = "liquidatable" }: Found, request = wanted) {
  const reason = { code: status, message: status };
  const said = status === "liquidatable" ? { kind: status } : { kind: status, reason };
  return matches(
    { measure, debtUsd, status: said, actions: Array.from({ length: actions }, () => actionOf()) },
    request,
  );
}

/** Below 5 it can be acted on. */
const other: Measure = { kind: "auction-price", value: 3n, decimals: 0, threshold: 5n };

describe("what is shown among targets", () => {
  it("is below the health factor asked for, with or without an action", () => {
    for (const actions of [0, 1]) {
      expect(isShown({ measure: healthFactor(WAD - 1n), actions })).toBe(true);
      expect(isShown({ measure: healthFactor(WAD - 2n), actions }, { ...wanted, maxHealthFactor: WAD - 2n })).toBe(
        false,
      );
    }
    expect(isShown({ measure: healthFactor(WAD), status: "healthy" })).toBe(false);
    expect(isShown({ measure: healthFactor(WAD), status: "healthy" }, { ...wanted, maxHealthFactor: WAD + 1n })).toBe(
      true,
    );
  });

  it("can be acted on although nothing is measured, or something else, or it is healthy", () => {
    expect(isShown({ measure: null, actions: 1 })).toBe(true);
    expect(isShown({ measure: null, actions: 1, status: "refused" })).toBe(true);
    expect(isShown({ measure: other, actions: 1 })).toBe(true);
    expect(isShown({ measure: healthFactor(2n * WAD), actions: 1, status: "healthy" })).toBe(true);
  });

  it("is not what nothing is known about and nothing can be done with", () => {
    expect(isShown({ measure: null, status: "refused" })).toBe(false);
    expect(isShown({ measure: other, status: "healthy" })).toBe(false);
  });

  it("has the least debt asked for, or an unknown one", () => {
    const large = { ...wanted, minDebtUsd: 100n };
    for (const measure of [null, healthFactor(WAD - 1n)]) {
      expect(isShown({ measure, actions: 1, debtUsd: 99n }, large)).toBe(false);
      expect(isShown({ measure, actions: 1, debtUsd: 100n }, large)).toBe(true);
      expect(isShown({ measure, actions: 1, debtUsd: null }, large)).toBe(true);
    }
    expect(isShown({ measure: healthFactor(0n), status: "no-debt" })).toBe(false);
  });
});
