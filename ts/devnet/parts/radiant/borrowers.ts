import type { AaveV2BorrowerPlan } from "../aave-v2/borrowers.ts";

/** Health factors assume the prices of `assets.ts`; "falls" means ETH at 2600 USD. */
export const RADIANT_BORROWERS: readonly AaveV2BorrowerPlan[] = [
  borrower("reference", "health factor 1.09 at 3000 USD, 0.945 at 2600 USD", "10", { USDC: "22000" }),
  borrower("healthy", "stays healthy when ETH falls", "20", { USDC: "15000" }),
  borrower("usdt-debt", "owes the token that returns nothing", "8", { USDT: "17600" }),
  borrower("dust", "worth 30 USD", "0.01", { USDC: "22" }),
  { ...borrower("stable-debt", "owes at both kinds of rates", "10", { USDT: "11000" }), stableDebt: { USDC: "11000" } },
];

function borrower(label: string, about: string, ether: string, debt: AaveV2BorrowerPlan["debt"]): AaveV2BorrowerPlan {
  return { label, about, market: "main", collateral: { WETH: ether }, debt };
}
