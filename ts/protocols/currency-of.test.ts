import { describe, expect, it } from "vitest";
import { unitOfContract, unitOfCurrency } from "./currency-of.ts";

const ETHER = { symbol: "ETH", decimals: 18 };
const DOLLARS = { symbol: "USD", decimals: 8 };
const main = { name: "main", address: "0xAa", unit: ETHER };
const dollars = { name: "dollars", address: "0xbb", unit: DOLLARS };

describe("what a market counts in", () => {
  it("is that of the market at the address, else the one that all have", () => {
    expect(unitOfContract([main, dollars], "0xBB")).toEqual(DOLLARS);
    expect(unitOfContract([main, dollars], "0xaa")).toEqual(ETHER);
    expect(unitOfContract([main, dollars], "0xcc")).toBeNull();
    expect(unitOfContract([main, dollars], null)).toBeNull();
    expect(unitOfContract([main, { ...main, address: "0xdd" }], null)).toEqual(ETHER);
    expect(unitOfContract([], "0xaa")).toBeNull();
  });

  it("is dollars, or the token by its name or its address", () => {
    const token = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
    expect(unitOfCurrency({ token: null, unit: 10n ** 8n })).toEqual(DOLLARS);
    expect(unitOfCurrency({ token, unit: 10n ** 18n, symbol: "ETH" })).toEqual(ETHER);
    expect(unitOfCurrency({ token, unit: 10n ** 18n })).toEqual({ symbol: token, decimals: 18 });
  });
});
