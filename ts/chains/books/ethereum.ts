import * as AaveV3Ethereum from "@aave-dao/aave-address-book/AaveV3Ethereum";
import * as AaveV3EthereumEtherFi from "@aave-dao/aave-address-book/AaveV3EthereumEtherFi";
import * as AaveV3EthereumHorizon from "@aave-dao/aave-address-book/AaveV3EthereumHorizon";
import * as AaveV3EthereumLido from "@aave-dao/aave-address-book/AaveV3EthereumLido";
import type { ChainBook } from "../../core/chain-book.ts";
import { aaveMarket, UNISWAP_V3_FIRST_FACTORY, uniswapV3 } from "./parts.ts";

const { ASSETS } = AaveV3Ethereum;

/**
 * Ethereum. First blocks: aave/protocol-subgraphs at 975b22e, config/*-v3.json; Horizon, which it lacks: the block of its addresses provider.
 * Morpho: @morpho-org/morpho-ts 2.8.0.
 */
export const book: Omit<ChainBook, "liquidators"> = {
  chainId: 1,
  name: "ethereum",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  aaveV3: [
    aaveMarket("main", AaveV3Ethereum, 16_291_006n),
    aaveMarket("lido", AaveV3EthereumLido, 20_262_370n),
    aaveMarket("etherfi", AaveV3EthereumEtherFi, 20_625_517n),
    aaveMarket("horizon", AaveV3EthereumHorizon, 23_125_530n),
  ],
  morpho: { morpho: "0xBBBBBbbBBb9cC5e90e3b3Af64bdAF62C37EEFFCb", fromBlock: 18_883_124n },
  uniswapV3: uniswapV3(UNISWAP_V3_FIRST_FACTORY),
  routeTokens: [
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
