import { describe, expect, it } from "vitest";
import { UsageError } from "../errors/errors.ts";
import { parseRepay, repayUnits } from "./repay-choice.ts";
import type { Token } from "./token.ts";
import { chooseToken, parseTokenChoice } from "./token-choice.ts";

const WETH: Token = { address: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", symbol: "WETH", decimals: 18 };
const USDC: Token = { address: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", symbol: "USDC", decimals: 6 };
const OTHER_USDC: Token = { address: "0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174", symbol: "usdc", decimals: 6 };

function choose(text: string, tokens: readonly Token[]): Token {
  return chooseToken(parseTokenChoice(text, "--debt"), tokens, "--debt");
}

describe("a token", () => {
  it("is named by symbol in any case, or by address", () => {
    expect(choose("weth", [WETH, USDC])).toBe(WETH);
    expect(choose(USDC.address.toLowerCase(), [WETH, USDC])).toBe(USDC);
  });

  it("is named by address alone when the symbol is shared", () => {
    expect(() => choose("USDC", [USDC, OTHER_USDC])).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: "--debt USDC is the symbol of 2 tokens",
        hint: expect.stringContaining(OTHER_USDC.address),
      }),
    );
    expect(choose(OTHER_USDC.address, [USDC, OTHER_USDC])).toBe(OTHER_USDC);
  });

  it("is suggested when it is mistyped", () => {
    expect(() => choose("WEHT", [WETH, USDC])).toThrow("--debt WEHT is none of WETH, USDC");
    expect(() => choose("USDD", [WETH, USDC])).toThrow(expect.objectContaining({ hint: "did you mean USDC?" }));
    expect(() => choose(OTHER_USDC.address, [WETH])).toThrow("is none of WETH");
    expect(() => choose("WETH", [])).toThrow("it has none");
  });

  it.each(["", "  ", "0x12", "x".repeat(33)])("is not %j", (text) => {
    expect(() => parseTokenChoice(text, "--debt")).toThrow(UsageError);
  });
});

describe("the repay", () => {
  it("is max or an exact amount of the debt", () => {
    expect(repayUnits(parseRepay("MAX"), USDC)).toBeNull();
    expect(repayUnits(parseRepay("1.5"), USDC)).toBe(1_500_000n);
    expect(repayUnits(parseRepay("0.000000000000000001"), WETH)).toBe(1n);
  });

  it("has no more decimals than the token", () => {
    expect(() => repayUnits(parseRepay("0.0000001"), USDC)).toThrow(
      "--repay in USDC has 7 decimals and the unit has 6",
    );
  });

  it.each(["0", "0.000", "-1", "all", "", "1e6", "50%"])("is not %j", (text) => {
    expect(() => parseRepay(text)).toThrow(UsageError);
  });
});
