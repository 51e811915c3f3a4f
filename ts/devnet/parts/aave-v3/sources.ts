import type { CompileJob } from "../../compile/compile.ts";
import type { Sources } from "../../part.ts";

const AAVE = "node_modules/@aave-dao/aave-v3-origin/src/contracts";

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
const pools = aave({
  PoolInstance: `${AAVE}/instances/PoolInstance.sol`,
  L2PoolInstance: `${AAVE}/instances/L2PoolInstance.sol`,
});

const rest = aave({
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
});

/** The longest first. */
export const AAVE_SOURCES: Sources = { jobs: [rest, pools] };
