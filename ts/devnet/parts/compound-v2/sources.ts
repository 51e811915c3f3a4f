import type { Sources } from "../../part.ts";

const VENUS = "@venusprotocol/venus-protocol/artifacts/contracts";

/** Venus as it ships: a relative of Compound V2 with the same calls and error codes. */
export const COMPOUND_SOURCES: Sources = {
  jobs: [
    {
      compiler: "solc",
      contracts: {
        OpenAccess: "test/devnet/OpenAccess.sol",
        CompoundFeedOracle: "test/devnet/CompoundFeedOracle.sol",
        NewerCToken: "test/devnet/NewerCToken.sol",
      },
      remappings: { "@openzeppelin/contracts/": "node_modules/@openzeppelin/contracts/" },
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
  shipped: {
    Unitroller: `${VENUS}/Comptroller/Unitroller.sol/Unitroller.json`,
    Comptroller: `${VENUS}/Comptroller/Comptroller.sol/Comptroller.json`,
    ComptrollerLens: `${VENUS}/Lens/ComptrollerLens.sol/ComptrollerLens.json`,
    JumpRateModel: `${VENUS}/InterestRateModels/JumpRateModel.sol/JumpRateModel.json`,
    VBep20: `${VENUS}/Tokens/VTokens/VBep20Immutable.sol/VBep20Immutable.json`,
    // for tests by its name, the market of the chain's own coin by its code
    VNative: `${VENUS}/test/MockVBNB.sol/MockVBNB.json`,
  },
};
