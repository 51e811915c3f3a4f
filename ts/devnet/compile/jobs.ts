import type { CompileJob } from "./compile.ts";

const AAVE = "node_modules/@aave-dao/aave-v3-origin/src/contracts";
const MORPHO = "node_modules/@morpho-org/morpho-blue/src";

/** Aave V3.6, with the compiler of this project instead of the official 0.8.27. */
function aave(contracts: CompileJob["contracts"]): CompileJob {
  return {
    compiler: "solc",
    contracts,
    remappings: {
      "openzeppelin-contracts/contracts/": "node_modules/@openzeppelin/contracts/",
      "solidity-utils/": "node_modules/@bgd-labs/solidity-utils/src/",
    },
    settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
  };
}

/** The two pools take as long as the rest of Aave, so they are a job of their own. */
const aavePools = aave({
  PoolInstance: `${AAVE}/instances/PoolInstance.sol`,
  L2PoolInstance: `${AAVE}/instances/L2PoolInstance.sol`,
});

const aaveRest = aave({
  PoolAddressesProvider: `${AAVE}/protocol/configuration/PoolAddressesProvider.sol`,
  ACLManager: `${AAVE}/protocol/configuration/ACLManager.sol`,
  AaveOracle: `${AAVE}/misc/AaveOracle.sol`,
  DefaultReserveInterestRateStrategyV2: `${AAVE}/misc/DefaultReserveInterestRateStrategyV2.sol`,
  PoolConfiguratorInstance: `${AAVE}/instances/PoolConfiguratorInstance.sol`,
  ATokenInstance: `${AAVE}/instances/ATokenInstance.sol`,
  VariableDebtTokenInstance: `${AAVE}/instances/VariableDebtTokenInstance.sol`,
  AaveProtocolDataProvider: `${AAVE}/helpers/AaveProtocolDataProvider.sol`,
  LiquidationDataProvider: `${AAVE}/helpers/LiquidationDataProvider.sol`,
  UiPoolDataProviderV3: `${AAVE}/helpers/UiPoolDataProviderV3.sol`,
  L2Encoder: `${AAVE}/helpers/L2Encoder.sol`,
  SupplyLogic: `${AAVE}/protocol/libraries/logic/SupplyLogic.sol`,
  BorrowLogic: `${AAVE}/protocol/libraries/logic/BorrowLogic.sol`,
  LiquidationLogic: `${AAVE}/protocol/libraries/logic/LiquidationLogic.sol`,
  FlashLoanLogic: `${AAVE}/protocol/libraries/logic/FlashLoanLogic.sol`,
  PoolLogic: `${AAVE}/protocol/libraries/logic/PoolLogic.sol`,
  ConfiguratorLogic: `${AAVE}/protocol/libraries/logic/ConfiguratorLogic.sol`,
  WETH9: `${AAVE}/dependencies/weth/WETH9.sol`,
});

/** Morpho Blue demands exactly 0.8.19, whose newest EVM is Paris. */
const morpho: CompileJob = {
  compiler: "solc-0.8.19",
  contracts: { Morpho: `${MORPHO}/Morpho.sol`, IrmMock: `${MORPHO}/mocks/IrmMock.sol` },
  remappings: {},
  settings: { optimizerRuns: 200, evmVersion: "paris", viaIR: false },
};

/** The tokens, feeds and oracles of this project. */
const helpers: CompileJob = {
  compiler: "solc",
  contracts: {
    DevnetToken: "test/devnet/DevnetToken.sol",
    NoReturnToken: "test/devnet/NoReturnToken.sol",
    SettablePriceFeed: "test/devnet/SettablePriceFeed.sol",
    MorphoFeedOracle: "test/devnet/MorphoFeedOracle.sol",
    BreakableOracle: "test/devnet/BreakableOracle.sol",
  },
  remappings: { "@openzeppelin/contracts/": "node_modules/@openzeppelin/contracts/" },
  settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
};

/** All of them, the longest first. */
export const COMPILE_JOBS: readonly CompileJob[] = [aaveRest, aavePools, morpho, helpers];
