import { parseEther } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A Morpho Blue market. */
export interface MorphoMarketPlan {
  label: string;
  collateral: TokenSymbol;
  loan: TokenSymbol;
  /** Scaled by 1e18. */
  lltv: bigint;
  /** Whole loan tokens that the supplier lends. */
  cash: string;
  /** Its oracle is broken on purpose, after the positions are opened. */
  broken: boolean;
}

/** A position to open in a Morpho Blue market, in whole tokens. */
export interface MorphoBorrowerPlan {
  label: string;
  about: string;
  /** Label of the market. */
  market: string;
  collateral: string;
  debt: string;
}

export const MORPHO_MARKETS: readonly MorphoMarketPlan[] = [
  market("WETH/USDC", "WETH", "USDC", "0.86", "10000000"),
  market("WBTC/USDC", "WBTC", "USDC", "0.86", "5000000"),
  market("wstETH/WETH", "wstETH", "WETH", "0.945", "2000"),
  { ...market("LINK/USDC", "LINK", "USDC", "0.77", "500000"), broken: true },
];

/** Health factors assume the prices of `assets.ts`; "falls" means ETH at 2600 USD. */
export const MORPHO_BORROWERS: readonly MorphoBorrowerPlan[] = [
  borrower("WETH/USDC", "liquidatable", "health factor 1.075, 0.93 when ETH falls", "10", "24000"),
  borrower("WETH/USDC", "bad-debt", "health factor 1.008, leaves bad debt when ETH falls", "10", "25600"),
  borrower("WETH/USDC", "healthy", "stays healthy when ETH falls", "10", "10000"),
  borrower("WETH/USDC", "near-edge", "health factor 1.01", "10", "25544.554455"),
  borrower("WETH/USDC", "dust", "worth 30 USD", "0.01", "24"),
  borrower("WETH/USDC", "whale", "too large for the pools to swallow at once", "400", "920000"),
  borrower("WBTC/USDC", "bitcoin", "liquidatable when BTC falls", "1", "45000"),
  borrower("WBTC/USDC", "bitcoin-safe", "stays healthy", "0.5", "10000"),
  borrower("wstETH/WETH", "staked-ether", "liquidatable when staked ether loses 3 % against ether", "20", "21.5"),
  borrower("LINK/USDC", "broken-oracle", "its market's oracle reverts", "1000", "8000"),
  borrower("LINK/USDC", "broken-oracle-small", "its market's oracle reverts", "20", "100"),
];

function market(
  label: string,
  collateral: TokenSymbol,
  loan: TokenSymbol,
  lltv: string,
  cash: string,
): MorphoMarketPlan {
  return { label, collateral, loan, lltv: parseEther(lltv), cash, broken: false };
}

function borrower(market: string, label: string, about: string, collateral: string, debt: string): MorphoBorrowerPlan {
  return { label, about, market, collateral, debt };
}
