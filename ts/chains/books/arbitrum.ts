import * as AaveV3Arbitrum from "@aave-dao/aave-address-book/AaveV3Arbitrum";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, UNISWAP_V3_FIRST_FACTORY, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3Arbitrum;

/**
 * Arbitrum. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json.
 * Morpho: @morpho-org/morpho-ts 2.8.0.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 42161,
  name: "arbitrum",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  aaveV3: [aaveMarket("main", AaveV3Arbitrum, 7_736_400n)],
  morpho: { morpho: "0x6c247b1F6182318877311737BaC0844bAa518F5e", fromBlock: 296_446_593n },
  uniswapV3: uniswapV3(UNISWAP_V3_FIRST_FACTORY),
  routeTokens: [
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDCn.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
