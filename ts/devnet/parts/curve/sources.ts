import type { Sources } from "../../part.ts";

/** Curve's own pools are Vyper and in no package: a pool of this project's, by the same rule. */
export const CURVE_SOURCES: Sources = {
  jobs: [
    {
      compiler: "solc",
      contracts: { CurvePool: "test/devnet/CurvePool.sol" },
      remappings: { "@openzeppelin/contracts/": "node_modules/@openzeppelin/contracts/" },
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
};
