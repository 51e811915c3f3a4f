import type { Amounts } from "../../shared/amounts.ts";

/** A position to open in a market of Aave V2. */
export interface AaveV2BorrowerPlan {
  label: string;
  about: string;
  market: string;
  collateral: Amounts;
  debt: Amounts;
  /** Debt at a rate of the borrower's own. */
  stableDebt?: Amounts;
}

/** Health factors assume the prices of `assets.ts`; "falls" means ETH at 2600 USD. Each is opened in its turn. */
export const AAVE_V2_BORROWERS: readonly AaveV2BorrowerPlan[] = [
  main("reference", "health factor 1.125 at 3000 USD, 0.975 at 2600 USD", { WETH: "10" }, { USDC: "22000" }),
  main("healthy", "health factor 3.3, stays healthy when ETH falls", { WETH: "20" }, { USDC: "15000" }),
  main("two-debts", "owes two tokens", { WETH: "10" }, { USDC: "12000", DAI: "10000" }),
  main("mixed", "two collaterals and two debts", { WETH: "5", WBTC: "0.2" }, { USDC: "12000", USDT: "8000" }),
  {
    ...main("stable-debt", "owes at a stable rate, and at a variable one", { WETH: "10" }, { USDC: "11000" }),
    stableDebt: { USDC: "11000" },
  },
  {
    ...main("stable-only", "owes at a stable rate alone", { WETH: "10" }, {}),
    stableDebt: { DAI: "22000" },
  },
  main("usdt-debt", "owes the token that returns nothing", { WETH: "8" }, { USDT: "17600" }),
  main("same-asset", "USDC on both sides", { WETH: "10", USDC: "10000" }, { USDC: "31000" }),
  main("dust", "worth 30 USD", { WETH: "0.01" }, { USDC: "22" }),
  main("no-debt", "lends only", { WETH: "50", USDC: "25000" }, {}),
  dollar("no-cash", "its collateral is lent out: it can be taken as aTokens only", { WETH: "10" }, { USDC: "22000" }),
  dollar("short-ether", "has borrowed all the ether there is", { USDC: "60000" }, { WETH: "10" }),
];

function main(label: string, about: string, collateral: Amounts, debt: Amounts): AaveV2BorrowerPlan {
  return { label, about, market: "main", collateral, debt };
}

function dollar(label: string, about: string, collateral: Amounts, debt: Amounts): AaveV2BorrowerPlan {
  return { label, about, market: "dollar", collateral, debt };
}
