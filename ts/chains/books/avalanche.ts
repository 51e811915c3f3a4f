import * as AaveV3Avalanche from "@aave-dao/aave-address-book/AaveV3Avalanche";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3Avalanche;

/**
 * Avalanche. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json.
 * Morpho: none in @morpho-org/morpho-ts 2.8.0. Uniswap: @uniswap/sdk-core 7.19.4.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 43114,
  name: "avalanche",
  wrappedNative: ASSETS.WAVAX.UNDERLYING,
  aaveV3: [aaveMarket("main", AaveV3Avalanche, 11_970_000n)],
  morpho: null,
  uniswapV3: uniswapV3("0x740b1c1de25031C31FF4fC9A62f554A55cdC1baD"),
  routeTokens: [
    ASSETS.WAVAX.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.USDt.UNDERLYING,
    ASSETS.WETHe.UNDERLYING,
    ASSETS.BTCb.UNDERLYING,
  ],
};
