import type { TokenSymbol } from "./token-symbols.ts";

/** What the devnet knows of a token. */
export interface Asset {
  name: string;
  decimals: number;
  /** USD with 8 decimals. */
  price: bigint;
}

export const ASSETS: Readonly<Record<TokenSymbol, Asset>> = {
  WETH: asset("Wrapped Ether", 18, 3000n),
  WBTC: asset("Wrapped Bitcoin", 8, 60_000n),
  USDC: asset("USD Coin", 6, 1n),
  USDT: asset("Tether USD", 6, 1n),
  DAI: asset("Dai Stablecoin", 18, 1n),
  LINK: asset("ChainLink Token", 18, 15n),
  wstETH: asset("Wrapped liquid staked Ether", 18, 3500n),
};

function asset(name: string, decimals: number, dollars: bigint): Asset {
  return { name, decimals, price: dollars * 10n ** 8n };
}
