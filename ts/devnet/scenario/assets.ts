import type { TokenSymbol } from "../types.ts";

/** What the devnet knows of a token and of its reserve in Aave. */
export interface Asset {
  name: string;
  decimals: number;
  /** USD with 8 decimals. */
  price: bigint;
  /** Basis points. */
  ltv: number;
  /** Basis points. */
  liquidationThreshold: number;
  /** Basis points, 10000 included. */
  liquidationBonus: number;
  /** Basis points of interest that go to the treasury. */
  reserveFactor: number;
  /** Whole tokens that the supplier lends to the main Aave market. */
  cash: string;
}

export const ASSETS: Readonly<Record<TokenSymbol, Asset>> = {
  WETH: asset("Wrapped Ether", 18, 3000n, [8000, 8250, 10500, 1500], "20000"),
  WBTC: asset("Wrapped Bitcoin", 8, 60_000n, [7300, 7800, 10700, 2000], "1000"),
  USDC: asset("USD Coin", 6, 1n, [7500, 7800, 10450, 1000], "60000000"),
  USDT: asset("Tether USD", 6, 1n, [7500, 7800, 10450, 1000], "30000000"),
  DAI: asset("Dai Stablecoin", 18, 1n, [6300, 7700, 10500, 2500], "30000000"),
  LINK: asset("ChainLink Token", 18, 15n, [6600, 7100, 10700, 2000], "500000"),
  wstETH: asset("Wrapped liquid staked Ether", 18, 3500n, [7850, 8100, 10600, 500], "8000"),
};

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

function asset(
  name: string,
  decimals: number,
  dollars: bigint,
  [ltv, liquidationThreshold, liquidationBonus, reserveFactor]: readonly [number, number, number, number],
  cash: string,
): Asset {
  return {
    name,
    decimals,
    price: dollars * 10n ** 8n,
    ltv,
    liquidationThreshold,
    liquidationBonus,
    reserveFactor,
    cash,
  };
}
