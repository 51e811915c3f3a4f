import { parseEther } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A cToken of a comptroller. */
export interface CTokenPlan {
  symbol: TokenSymbol;
  /** Paid in ether instead of in its wrapped form. */
  native: boolean;
  /** Scaled by 1e18. */
  collateralFactor: bigint;
  /** Whole tokens that the supplier lends. */
  cash: string;
}

export interface ComptrollerPlan {
  /** Artifact of its tokens. */
  token: "VBep20" | "NewerCToken";
  cTokens: readonly CTokenPlan[];
}

/** Compound's usual terms, both scaled by 1e18. */
export const CLOSE_FACTOR = parseEther("0.5");
export const LIQUIDATION_INCENTIVE = parseEther("1.08");
/** Of both models: 2 % a year without borrowers, 20 % more at full use below the kink, then four times as steep. */
export const RATES = [parseEther("0.02"), parseEther("0.2"), parseEther("0.8"), parseEther("0.8")] as const;
/** cTokens have 8 decimals, and 50 of them were a whole token at first. */
export const CTOKEN_DECIMALS = 8;

export const COMPTROLLERS: Readonly<Record<"older" | "newer", ComptrollerPlan>> = {
  older: {
    token: "VBep20",
    cTokens: [
      { ...market("WETH", "0.8", "3000"), native: true },
      market("USDC", "0.8", "10000000"),
      market("USDT", "0.8", "5000000"),
      market("DAI", "0.8", "5000000"),
      market("WBTC", "0.7", "100"),
      market("LINK", "0.6", "1000"),
    ],
  },
  newer: { token: "NewerCToken", cTokens: [market("WETH", "0.8", "500"), market("USDC", "0.8", "2000000")] },
};

function market(symbol: TokenSymbol, collateralFactor: string, cash: string): CTokenPlan {
  return { symbol, native: false, collateralFactor: parseEther(collateralFactor), cash };
}
