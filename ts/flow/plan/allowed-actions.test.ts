import { describe, expect, it } from "vitest";
import type { PlannableAction } from "../../protocols/action.ts";
import { allowedActions } from "./allowed-actions.ts";

const address = (letter: string) => `0x${letter.repeat(40)}` as const;
const [POOL, ID] = [`0x${"Cc".repeat(20)}`, `0x${"dd".repeat(32)}`] as const;
const [WETH, WBTC, USDC] = ["A", "B", "E"].map(address) as [`0x${string}`, `0x${string}`, `0x${string}`];
const actionOf = (collateral: string, symbol: string) =>
  ({
    receives: { token: { address: collateral, symbol } },
    pays: { token: { address: USDC, symbol: "USDC" } },
  }) as PlannableAction;
const ether = actionOf(WETH, "WETH");
const bitcoin = actionOf(WBTC, "WBTC");
const pool = { protocol: "aave-v3", market: POOL } as const;
const market = { protocol: "morpho", market: POOL, marketId: ID } as const;
const low = (text: string) => text.toLowerCase();

describe("the caller's lists", () => {
  it("leave everything while they are empty", () => {
    expect(allowedActions([ether, bitcoin], pool, {})).toEqual([ether, bitcoin]);
  });

  it.each([
    ["allow one collateral", { allowCollaterals: [low(WBTC)] }, [bitcoin]],
    ["deny one collateral", { denyCollaterals: [low(WETH)] }, [bitcoin]],
    ["deny what they allow", { allowCollaterals: [low(WETH), low(WBTC)], denyCollaterals: [low(WETH)] }, [bitcoin]],
    ["allow the debt", { allowDebts: [low(USDC)] }, [ether, bitcoin]],
    ["allow the market's contract", { allowMarkets: [low(POOL)] }, [ether, bitcoin]],
    ["allow the market's id", { allowMarkets: [low(ID)] }, [ether, bitcoin]],
    ["deny another market", { denyMarkets: [low(WETH)] }, [ether, bitcoin]],
  ])("leave what they should where they %s", (_, lists, left) => {
    expect(allowedActions([ether, bitcoin], market, lists)).toEqual(left);
  });

  it.each([
    ["denyCollaterals", { denyCollaterals: [low(WETH), low(WBTC)] }, "the collateral WETH is in denyCollaterals"],
    ["allowCollaterals", { allowCollaterals: [low(USDC)] }, "the collateral WETH is not in allowCollaterals"],
    ["denyDebts", { denyDebts: [low(USDC)] }, "the debt USDC is in denyDebts"],
    ["allowDebts", { allowDebts: [low(WETH)] }, "the debt USDC is not in allowDebts"],
    ["denyMarkets", { denyMarkets: [low(ID)] }, `the market ${ID} is in denyMarkets`],
    ["denyMarkets, all of a contract", { denyMarkets: [low(POOL)] }, `the market ${ID} is in denyMarkets`],
    ["allowMarkets", { allowMarkets: [low(WETH)] }, `the market ${ID} is not in allowMarkets`],
  ])("say which of them forbids everything: %s", (_, lists, message) => {
    expect(allowedActions([ether, bitcoin], market, lists)).toMatchObject({
      code: expect.stringMatching(/^(market|collateral|debt)-not-allowed$/),
      message,
    });
  });
});
