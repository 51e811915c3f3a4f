import type { Amounts } from "../../shared/amounts.ts";

/** A position to open in an Aave market. */
export interface AaveBorrowerPlan {
  label: string;
  about: string;
  market: "main" | "l2";
  collateral: Amounts;
  debt: Amounts;
  /** Lent first and withdrawn after borrowing: loan-to-value limits borrowing, but only the threshold limits withdrawals. */
  scaffold?: Amounts;
  eMode?: number;
}

/** Health factors assume the prices of `assets.ts`; "falls" means ETH at 2600 USD. The reference is opened last. */
export const AAVE_BORROWERS: readonly AaveBorrowerPlan[] = [
  main("healthy", "health factor 3.3, stays healthy when ETH falls", { WETH: "20" }, { USDC: "15000" }),
  main("near-edge", "health factor 1.01", { WETH: "10" }, { USDC: "24504.950495" }, { scaffold: { WETH: "2" } }),
  main(
    "mixed",
    "three collaterals and three debts",
    { WETH: "5", WBTC: "0.2", LINK: "300" },
    { USDC: "8600", DAI: "7500", USDT: "7500" },
  ),
  main("dust", "worth less than 2000 USD on both sides", { WETH: "0.6" }, { USDC: "1320" }),
  main("emode-staked-ether", "eMode 1: staked ether against ether", { wstETH: "10" }, { WETH: "10.5" }, { eMode: 1 }),
  main(
    "under-water",
    "eMode 2: healthy now, owes more than it has when ETH falls",
    { WETH: "10" },
    { USDC: "26400" },
    { eMode: 2 },
  ),
  main("usdt-debt", "owes the token that returns nothing", { WETH: "8" }, { USDT: "17600" }),
  main("bitcoin", "liquidatable when BTC falls, not when ETH does", { WBTC: "1" }, { DAI: "40000" }),
  main("same-asset", "USDC on both sides", { USDC: "10000", WETH: "10" }, { USDC: "30000" }),
  main("link", "an illiquid collateral", { LINK: "2000" }, { USDC: "18000" }),
  main("short-ether", "liquidatable when ETH rises", { USDC: "40000" }, { WETH: "9" }),
  main("whale", "too large for the pools to swallow at once", { WETH: "500" }, { USDC: "1100000" }),
  main("no-debt", "lends only", { WETH: "50", USDC: "25000" }, {}),
  { ...main("l2-healthy", "second market", { WETH: "3" }, { USDC: "2000" }), market: "l2" },
  {
    ...main("l2-reference", "second market, the shape of the reference", { WETH: "10" }, { USDC: "22000" }),
    market: "l2",
  },
  main("reference", "health factor 1.125 at 3000 USD, 0.975 at 2600 USD", { WETH: "10" }, { USDC: "22000" }),
];

function main(
  label: string,
  about: string,
  collateral: Amounts,
  debt: Amounts,
  more: Pick<AaveBorrowerPlan, "scaffold" | "eMode"> = {},
): AaveBorrowerPlan {
  return { label, about, market: "main", collateral, debt, ...more };
}
