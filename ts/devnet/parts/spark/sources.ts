import type { Sources } from "../../part.ts";

const FOLDERS = {
  "protocol/configuration": ["PoolAddressesProvider", "ACLManager"],
  "protocol/pool": ["Pool", "PoolConfigurator", "DefaultReserveInterestRateStrategy"],
  "protocol/tokenization": ["AToken", "StableDebtToken", "VariableDebtToken"],
  "protocol/libraries/logic": [
    ...["BorrowLogic", "BridgeLogic", "ConfiguratorLogic", "EModeLogic"],
    ...["FlashLoanLogic", "LiquidationLogic", "PoolLogic", "SupplyLogic"],
  ],
  misc: ["AaveOracle", "AaveProtocolDataProvider"],
} as const;

/** Where the package has a contract of Aave V3.0 that it ships compiled. */
export const shippedAt = (folder: string, name: string): string =>
  `@aave/core-v3/artifacts/contracts/${folder}/${name}.sol/${name}.json`;

/** Names of the external libraries, each linked where it is called. */
export const LIBRARIES = FOLDERS["protocol/libraries/logic"];

/** Aave V3.0.2 as it was published, which SparkLend is the code of. Nothing is compiled. */
export const SPARK_SOURCES: Sources = {
  jobs: [],
  shipped: Object.fromEntries(
    Object.entries(FOLDERS).flatMap(([folder, names]) => names.map((name) => [name, shippedAt(folder, name)])),
  ),
};
