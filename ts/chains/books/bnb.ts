import * as AaveV3BNB from "@aave-dao/aave-address-book/AaveV3BNB";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3BNB;

/**
 * BNB Chain. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json.
 * Morpho: @morpho-org/morpho-ts 2.8.0. Uniswap: @uniswap/sdk-core 7.19.4.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 56,
  name: "bnb",
  wrappedNative: ASSETS.WBNB.UNDERLYING,
  aaveV3: [aaveMarket("main", AaveV3BNB, 33_571_624n)],
  morpho: { morpho: "0x01b0Bd309AA75547f7a37Ad7B1219A898E67a83a", fromBlock: 54_344_680n },
  uniswapV3: uniswapV3("0xdB1d10011AD0Ff90774D0C6Bb92e5C5c8b4461F7"),
  routeTokens: [
    ASSETS.WBNB.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.BTCB.UNDERLYING,
    ASSETS.ETH.UNDERLYING,
  ],
};
