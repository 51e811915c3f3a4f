import type { Sources } from "../../part.ts";

const MORPHO = "node_modules/@morpho-org/morpho-blue/src";

export const MORPHO_SOURCES: Sources = {
  jobs: [
    // Morpho Blue demands exactly 0.8.19, whose newest EVM is Paris.
    {
      compiler: "solc-0.8.19",
      contracts: { Morpho: `${MORPHO}/Morpho.sol`, IrmMock: `${MORPHO}/mocks/IrmMock.sol` },
      remappings: {},
      settings: { optimizerRuns: 200, evmVersion: "paris", viaIR: false },
    },
    {
      compiler: "solc",
      contracts: {
        MorphoFeedOracle: "test/devnet/MorphoFeedOracle.sol",
        BreakableOracle: "test/devnet/BreakableOracle.sol",
        PreLiquidationFactory: "test/devnet/PreLiquidationFactory.sol",
      },
      remappings: { "@openzeppelin/contracts/": "node_modules/@openzeppelin/contracts/" },
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
};
