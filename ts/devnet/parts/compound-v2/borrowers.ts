import type { Amounts } from "../../shared/amounts.ts";

/** A position to open in a market of Compound V2. */
export interface CompoundBorrowerPlan {
  label: string;
  about: string;
  market: "older" | "newer";
  collateral: Amounts;
  debt: Amounts;
}

/** Health factors assume the prices of `assets.ts`; "falls" means ETH at 2600 USD. The reference is opened last. */
export const COMPOUND_BORROWERS: readonly CompoundBorrowerPlan[] = [
  older("healthy", "stays healthy when ETH falls", { WETH: "20" }, { USDC: "15000" }),
  older("near-edge", "health factor 1.01", { WETH: "10" }, { USDC: "23762.376237" }),
  older(
    "mixed",
    "three collaterals and three debts",
    { WETH: "5", WBTC: "0.2", USDC: "1000" },
    { USDC: "6000", DAI: "7000", USDT: "7000" },
  ),
  older("dust", "worth 30 USD", { WETH: "0.01" }, { USDC: "23" }),
  older("ether-debt", "owes ether against bitcoin, liquidatable when BTC falls", { WBTC: "1" }, { WETH: "13" }),
  older("ether-both", "owes ether against ether", { WETH: "10", USDC: "100" }, { WETH: "8" }),
  older("no-cash", "its collateral is lent out and cannot be redeemed", { LINK: "2000" }, { USDC: "17000" }),
  older("link-debt", "has borrowed the cash of LINK", { USDC: "80000" }, { LINK: "3000" }),
  older("under-water", "leaves bad debt when ETH falls", { WETH: "10" }, { DAI: "23990" }),
  newer("newer", "as the reference, with tokens that revert and take a share", { WETH: "10" }, { USDC: "22000" }),
  newer("newer-healthy", "stays healthy when ETH falls", { WETH: "10" }, { USDC: "9000" }),
  older("reference", "health factor 1.09, 0.945 when ETH falls", { WETH: "10" }, { USDC: "22000" }),
];

function older(label: string, about: string, collateral: Amounts, debt: Amounts): CompoundBorrowerPlan {
  return { label, about, market: "older", collateral, debt };
}

function newer(label: string, about: string, collateral: Amounts, debt: Amounts): CompoundBorrowerPlan {
  return { label, about, market: "newer", collateral, debt };
}
