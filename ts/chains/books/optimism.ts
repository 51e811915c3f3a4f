import * as AaveV3Optimism from "@aave-dao/aave-address-book/AaveV3Optimism";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, UNISWAP_V3_FIRST_FACTORY, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3Optimism;

/**
 * Optimism. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json.
 * Morpho: @morpho-org/morpho-ts 2.8.0.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 10,
  name: "optimism",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  aaveV3: [aaveMarket("main", AaveV3Optimism, 4_364_782n)],
  morpho: { morpho: "0xce95AfbB8EA029495c66020883F87aaE8864AF92", fromBlock: 130_770_075n },
  uniswapV3: uniswapV3(UNISWAP_V3_FIRST_FACTORY),
  routeTokens: [
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDCn.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
