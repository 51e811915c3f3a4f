import type { Sources } from "../../part.ts";

const CORE = "@uniswap/v4-core/out";
const PERIPHERY = "@uniswap/v4-periphery/foundry-out";

/** Uniswap V4 ships compiled: the very bytecode of the deployed manager. The two routers are those of its own tests. */
export const UNISWAP_V4_SOURCES: Sources = {
  jobs: [],
  shipped: {
    PoolManager: `${CORE}/PoolManager.sol/PoolManager.json`,
    PoolModifyLiquidityTest: `${CORE}/PoolModifyLiquidityTest.sol/PoolModifyLiquidityTest.json`,
    PoolSwapTest: `${CORE}/PoolSwapTest.sol/PoolSwapTest.json`,
    StateView: `${PERIPHERY}/StateView.sol/StateView.json`,
    V4Quoter: `${PERIPHERY}/V4Quoter.sol/V4Quoter.json`,
  },
};
