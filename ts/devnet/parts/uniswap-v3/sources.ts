import type { Sources } from "../../part.ts";

const CORE = "@uniswap/v3-core/artifacts/contracts";
const PERIPHERY = "@uniswap/v3-periphery/artifacts/contracts";

/** Uniswap V3 ships compiled: the very bytecode of the deployed contracts. */
export const UNISWAP_SOURCES: Sources = {
  jobs: [],
  shipped: {
    UniswapV3Factory: `${CORE}/UniswapV3Factory.sol/UniswapV3Factory.json`,
    UniswapV3Pool: `${CORE}/UniswapV3Pool.sol/UniswapV3Pool.json`,
    SwapRouter: `${PERIPHERY}/SwapRouter.sol/SwapRouter.json`,
    QuoterV2: `${PERIPHERY}/lens/QuoterV2.sol/QuoterV2.json`,
    NonfungiblePositionManager: `${PERIPHERY}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`,
  },
};
