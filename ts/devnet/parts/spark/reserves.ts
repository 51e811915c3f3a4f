import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A token's reserve. Shares in basis points. */
export interface Reserve {
  ltv: number;
  liquidationThreshold: number;
  /** 10000 included. */
  liquidationBonus: number;
  reserveFactor: number;
  /** 0: none. */
  eMode: number;
  /** Whole tokens that the supplier lends. */
  cash: string;
}

/** As on Ethereum dollars are borrowed and are hardly a collateral. */
export const RESERVES = {
  WETH: { ltv: 8000, liquidationThreshold: 8300, liquidationBonus: 10500, reserveFactor: 1500, eMode: 1, cash: "8000" },
  wstETH: {
    ltv: 7900,
    liquidationThreshold: 8000,
    liquidationBonus: 10700,
    reserveFactor: 3000,
    eMode: 1,
    cash: "4000",
  },
  WBTC: { ltv: 7000, liquidationThreshold: 7500, liquidationBonus: 10700, reserveFactor: 2000, eMode: 0, cash: "300" },
  DAI: { ltv: 100, liquidationThreshold: 500, liquidationBonus: 10450, reserveFactor: 0, eMode: 0, cash: "20000000" },
  USDC: {
    ltv: 100,
    liquidationThreshold: 500,
    liquidationBonus: 10450,
    reserveFactor: 500,
    eMode: 0,
    cash: "20000000",
  },
  USDT: {
    ltv: 100,
    liquidationThreshold: 500,
    liquidationBonus: 10450,
    reserveFactor: 500,
    eMode: 0,
    cash: "10000000",
  },
} as const satisfies Partial<Record<TokenSymbol, Reserve>>;

export const SPARK_SYMBOLS = Object.keys(RESERVES) as (keyof typeof RESERVES)[];

export const E_MODE = {
  id: 1,
  label: "ETH",
  ltv: 9200,
  liquidationThreshold: 9300,
  liquidationBonus: 10100,
} as const;

/** Of the bonus, basis points. */
export const PROTOCOL_FEE = 1_000n;

/** Dearer than Aave's, basis points, so that nobody takes the one for the other. */
export const PREMIUM = 9n;
