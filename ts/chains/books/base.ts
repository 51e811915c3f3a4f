import * as AaveV3Base from "@aave-dao/aave-address-book/AaveV3Base";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3Base;

/**
 * Base. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json.
 * Morpho: @morpho-org/morpho-ts 2.8.0. Uniswap: @uniswap/sdk-core 7.19.4.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 8453,
  name: "base",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  aaveV3: [aaveMarket("main", AaveV3Base, 2_357_105n)],
  morpho: { morpho: "0xBBBBBbbBBb9cC5e90e3b3Af64bdAF62C37EEFFCb", fromBlock: 13_977_148n },
  uniswapV3: uniswapV3("0x33128a8fC17869897dcE68Ed026d694621f6FDfD"),
  routeTokens: [ASSETS.WETH.UNDERLYING, ASSETS.USDC.UNDERLYING, ASSETS.cbBTC.UNDERLYING, ASSETS.USDbC.UNDERLYING],
};
