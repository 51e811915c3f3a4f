/** Tokens of the devnet. USDT returns nothing from its functions, WETH is the real WETH9. */
export const TOKEN_SYMBOLS = ["WETH", "WBTC", "USDC", "USDT", "DAI", "LINK", "wstETH"] as const;
export type TokenSymbol = (typeof TOKEN_SYMBOLS)[number];
