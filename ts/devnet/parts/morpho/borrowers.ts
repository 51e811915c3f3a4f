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
  /** Label of the pre-liquidation that it authorises, and whether it takes that back. */
  preLiquidation?: { label: string; revoked: boolean };
}

/** A pre-liquidation contract to make. The terms are scaled by 1e18; of a pair, the second holds at the market's LLTV. */
export interface PreLiquidationPlan {
  label: string;
  /** Label of the market. */
  market: string;
  preLltv: bigint;
  closeFactor: readonly [bigint, bigint];
  incentive: readonly [bigint, bigint];
  /** False: the market's oracle; true: one of its own, which reads the same feeds. */
  ownOracle: boolean;
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
  early("deleverage", "pre-liquidatable", "healthy when ETH falls, but can be pre-liquidated in part", "10", "21500"),
  early("close", "pre-liquidatable-whole", "healthy when ETH falls, but can be pre-liquidated whole", "2", "4300"),
  early(
    "deleverage",
    "pre-liquidation-far",
    "has accepted pre-liquidation, which ETH does not fall far enough for",
    "10",
    "20000",
  ),
  early("deleverage", "pre-liquidation-revoked", "has taken back what it had accepted", "10", "21500", true),
];

export const PRE_LIQUIDATIONS: readonly PreLiquidationPlan[] = [
  terms("deleverage", "0.8", ["0.2", "0.6"], ["1.01", "1.04"]),
  terms("close", "0.8", ["1", "1.5"], ["1.02", "1.03"]),
  { ...terms("own-oracle", "0.81", ["0.3", "0.3"], ["1.02", "1.02"]), ownOracle: true },
];

function terms(
  label: string,
  preLltv: string,
  closeFactor: readonly [string, string],
  incentive: readonly [string, string],
): PreLiquidationPlan {
  return {
    label,
    market: "WETH/USDC",
    preLltv: parseEther(preLltv),
    closeFactor: [parseEther(closeFactor[0]), parseEther(closeFactor[1])],
    incentive: [parseEther(incentive[0]), parseEther(incentive[1])],
    ownOracle: false,
  };
}

function early(
  preLiquidation: string,
  label: string,
  about: string,
  collateral: string,
  debt: string,
  revoked = false,
): MorphoBorrowerPlan {
  return {
    ...borrower("WETH/USDC", label, about, collateral, debt),
    preLiquidation: { label: preLiquidation, revoked },
  };
}

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
