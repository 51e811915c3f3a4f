import type { Sources } from "../../part.ts";

const CORE = "@pancakeswap/v3-core/artifacts/contracts";

/** PancakeSwap V3 ships its factory and its pool compiled; what creates the pools is this project's own. */
export const PANCAKE_SOURCES: Sources = {
  jobs: [
    {
      compiler: "solc",
      contracts: {
        CodeHolder: "test/devnet/CodeHolder.sol",
        PancakePoolDeployer: "test/devnet/PancakePoolDeployer.sol",
        PancakeTrader: "test/devnet/PancakeTrader.sol",
      },
      remappings: { "@openzeppelin/contracts/": "node_modules/@openzeppelin/contracts/" },
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
  shipped: {
    PancakeV3Factory: `${CORE}/PancakeV3Factory.sol/PancakeV3Factory.json`,
    PancakeV3Pool: `${CORE}/PancakeV3Pool.sol/PancakeV3Pool.json`,
  },
};
