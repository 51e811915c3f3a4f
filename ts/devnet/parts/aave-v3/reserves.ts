import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A token's reserve in Aave. */
export interface Reserve {
  /** Basis points. */
  ltv: number;
  /** Basis points. */
  liquidationThreshold: number;
  /** Basis points, 10000 included. */
  liquidationBonus: number;
  /** Basis points of interest that go to the treasury. */
  reserveFactor: number;
  /** Whole tokens that the supplier lends to the main market. */
  cash: string;
}

export const RESERVES: Readonly<Record<TokenSymbol, Reserve>> = {
  WETH: reserve([8000, 8250, 10500, 1500], "20000"),
  WBTC: reserve([7300, 7800, 10700, 2000], "1000"),
  USDC: reserve([7500, 7800, 10450, 1000], "60000000"),
  USDT: reserve([7500, 7800, 10450, 1000], "30000000"),
  DAI: reserve([6300, 7700, 10500, 2500], "30000000"),
  LINK: reserve([6600, 7100, 10700, 2000], "500000"),
  wstETH: reserve([7850, 8100, 10600, 500], "8000"),
};

/** Whole tokens lent to the second market. */
export const L2_CASH = { WETH: "2000", USDC: "5000000" } as const;

/** Basis points of the liquidation bonus that go to Aave's treasury, in every reserve. */
export const LIQUIDATION_PROTOCOL_FEE = 1000;

/** Basis points. */
export const FLASH_LOAN_PREMIUM = 5n;

/** Rates of every reserve, in basis points: kink, base, slope below and above the kink. */
export const INTEREST_RATES = [9000, 0, 400, 6000] as const;

/** An eMode category of Aave. */
export interface EMode {
  id: number;
  label: string;
  ltv: number;
  liquidationThreshold: number;
  liquidationBonus: number;
  collateral: readonly TokenSymbol[];
  borrowable: readonly TokenSymbol[];
}

export const E_MODES: readonly EMode[] = [
  {
    id: 1,
    label: "ETH correlated",
    ltv: 9300,
    liquidationThreshold: 9500,
    liquidationBonus: 10100,
    collateral: ["WETH", "wstETH"],
    borrowable: ["WETH", "wstETH"],
  },
  // A bold category: its loans may be worth more than 13 % off the collateral leaves, so a fall of ETH makes bad debt.
  {
    id: 2,
    label: "ETH against dollars",
    ltv: 9000,
    liquidationThreshold: 9300,
    liquidationBonus: 10200,
    collateral: ["WETH"],
    borrowable: ["USDC", "USDT", "DAI"],
  },
];

function reserve(
  [ltv, liquidationThreshold, liquidationBonus, reserveFactor]: readonly [number, number, number, number],
  cash: string,
): Reserve {
  return { ltv, liquidationThreshold, liquidationBonus, reserveFactor, cash };
}
