import { describe, expect, it } from "vitest";
import { RefusedError } from "../../core/errors/errors.ts";
import { replacementFees } from "./replacement-fees.ts";

const GWEI = 10n ** 9n;
const LIMIT = 90n * GWEI;
const fees = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) => ({ maxFeePerGas, maxPriorityFeePerGas });

describe("the fees of a replacement", () => {
  it.each([
    ["an eighth more of both", fees(8n * GWEI, 4n * GWEI), fees(1n, 0n), fees(9n * GWEI, (9n * GWEI) / 2n)],
    ["rounded up, so that one wei is two", fees(1n, 1n), fees(1n, 0n), fees(2n, 2n)],
    ["nothing of no priority fee", fees(8n * GWEI, 0n), fees(1n, 0n), fees(9n * GWEI, 0n)],
    ["what is asked for now, where that is more", fees(GWEI, 1n), fees(20n * GWEI, GWEI), fees(20n * GWEI, GWEI)],
    ["each fee for itself", fees(16n * GWEI, 1n), fees(2n * GWEI, GWEI), fees(18n * GWEI, GWEI)],
    ["what is asked for now, when nobody knows", null, fees(3n * GWEI, GWEI), fees(3n * GWEI, GWEI)],
    ["up to the limit and not above", fees((LIMIT * 8n) / 9n, 0n), fees(1n, 0n), fees(LIMIT, 0n)],
  ])("are %s", (_, before, market, expected) => {
    expect(replacementFees(before, market, LIMIT)).toEqual(expected);
  });

  it("are refused above the limit, with what it takes", () => {
    const above = () => replacementFees(fees((LIMIT * 8n) / 9n + 1n, 0n), fees(1n, 0n), LIMIT);
    expect(above).toThrow(RefusedError);
    expect(above).toThrow(/the limit is 90$/);
  });
});
