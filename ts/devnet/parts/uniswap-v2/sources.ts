import type { Sources } from "../../part.ts";

const CORE = "@uniswap/v2-core/build";

/** Uniswap V2 ships compiled: the very bytecode of the deployed contracts. */
export const UNISWAP_V2_SOURCES: Sources = {
  jobs: [],
  shipped: { UniswapV2Factory: `${CORE}/UniswapV2Factory.json`, UniswapV2Pair: `${CORE}/UniswapV2Pair.json` },
};
