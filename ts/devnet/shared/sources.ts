import type { Sources } from "../part.ts";

/** The tokens and feeds of this project, and the WETH9 that Aave ships. */
export const SHARED_SOURCES: Sources = {
  jobs: [
    {
      compiler: "solc",
      contracts: {
        DevnetToken: "test/devnet/DevnetToken.sol",
        NoReturnToken: "test/devnet/NoReturnToken.sol",
        SettablePriceFeed: "test/devnet/SettablePriceFeed.sol",
        WETH9: "node_modules/@aave-dao/aave-v3-origin/src/contracts/dependencies/weth/WETH9.sol",
      },
      remappings: { "@openzeppelin/contracts/": "node_modules/@openzeppelin/contracts/" },
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
};
