import type { Amounts } from "../../shared/amounts.ts";

/** A position to open. */
export interface SparkBorrowerPlan {
  label: string;
  about: string;
  collateral: Amounts;
  debt: Amounts;
  eMode?: number;
}

/** Health factors assume the prices of `assets.ts`; "falls" means ETH at 2600 USD. The reference is opened last. */
export const SPARK_BORROWERS: readonly SparkBorrowerPlan[] = [
  plan("healthy", "health factor 3.3, stays healthy when ETH falls", { WETH: "20" }, { DAI: "15000" }),
  plan("all-at-once", "0.899 when ETH falls: all of the debt may be repaid at once", { WETH: "10" }, { DAI: "24000" }),
  plan(
    "mixed",
    "two collaterals and three debts",
    { WETH: "5", WBTC: "0.2" },
    { DAI: "7000", USDC: "6000", USDT: "6000" },
  ),
  plan("usdt-debt", "owes the token that returns nothing", { WETH: "8" }, { USDT: "17700" }),
  {
    ...plan("emode-staked-ether", "eMode 1: staked ether against ether", { wstETH: "10" }, { WETH: "10.5" }),
    eMode: 1,
  },
  plan("no-debt", "lends only", { WETH: "50", DAI: "25000" }, {}),
  plan("reference", "health factor 1.131 at 3000 USD, 0.980 at 2600 USD", { WETH: "10" }, { DAI: "22000" }),
];

function plan(label: string, about: string, collateral: Amounts, debt: Amounts): SparkBorrowerPlan {
  return { label, about, collateral, debt };
}
