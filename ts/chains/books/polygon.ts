import * as AaveV3Polygon from "@aave-dao/aave-address-book/AaveV3Polygon";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, UNISWAP_V3_FIRST_FACTORY, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3Polygon;

/**
 * Polygon. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json.
 * Morpho: @morpho-org/morpho-ts 2.8.0.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 137,
  name: "polygon",
  wrappedNative: ASSETS.WPOL.UNDERLYING,
  aaveV3: [aaveMarket("main", AaveV3Polygon, 25_824_300n)],
  morpho: { morpho: "0x1bF0c2541F820E775182832f06c0B7Fc27A25f67", fromBlock: 66_931_042n },
  uniswapV3: uniswapV3(UNISWAP_V3_FIRST_FACTORY),
  routeTokens: [
    ASSETS.WPOL.UNDERLYING,
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDCn.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.USDT0.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
