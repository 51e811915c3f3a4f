import { describe, expect, it } from "vitest";
import { addUp } from "./add-up.ts";

const CENT = 1_000_000n;

describe("addUp", () => {
  it.each([
    // 2,703.919 less 1.984 is 2,701.935: rounded apart, 2,703.92 less 1.98 would not be 2,701.94
    [2_703_91900000n, 0n, 1_98400000n],
    [295_00000000n, 0n, 13_47500000n],
    [467_78499999n, 4_67700000n, 2_11500001n],
    [-3_00500000n, 0n, 1_00500000n],
  ])("makes the cents of %d less %d less %d add up", (profitUsd, tipUsd, gasCostUsd) => {
    const netUsd = profitUsd - tipUsd - gasCostUsd;
    const { profit, tip, gas, net } = addUp({ profitUsd, tipUsd, gasCostUsd, netUsd });
    expect(profit - tip - gas).toBe(net);
    for (const [shown, exact] of [
      [profit, profitUsd],
      [tip, tipUsd],
      [net, netUsd],
    ] as const) {
      expect(shown % CENT).toBe(0n);
      expect(shown - exact <= CENT / 2n && exact - shown <= CENT / 2n).toBe(true);
    }
    expect(gas - gasCostUsd < 2n * CENT && gasCostUsd - gas < 2n * CENT).toBe(true);
  });

  it("never says that gas costs nothing", () => {
    expect(addUp({ profitUsd: CENT, tipUsd: 0n, gasCostUsd: 1n, netUsd: CENT - 1n }).gas).toBe(1n);
  });
});
