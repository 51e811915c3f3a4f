import type { Sources } from "../../part.ts";

const AAVE = "@aave/protocol-v2/artifacts/contracts";
const artifact = (folder: string, name: string): readonly [string, string] => [
  name,
  `${AAVE}/${folder}/${name}.sol/${name}.json`,
];

/** Aave V2 as its package ships it compiled. */
export const AAVE_V2_SHIPPED: Readonly<Record<string, string>> = Object.fromEntries([
  artifact("protocol/configuration", "LendingPoolAddressesProvider"),
  artifact("protocol/lendingpool", "LendingPool"),
  artifact("protocol/lendingpool", "LendingPoolConfigurator"),
  artifact("protocol/lendingpool", "LendingPoolCollateralManager"),
  artifact("protocol/lendingpool", "DefaultReserveInterestRateStrategy"),
  artifact("protocol/libraries/logic", "ReserveLogic"),
  artifact("protocol/libraries/logic", "GenericLogic"),
  artifact("protocol/libraries/logic", "ValidationLogic"),
  artifact("protocol/tokenization", "AToken"),
  artifact("protocol/tokenization", "StableDebtToken"),
  artifact("protocol/tokenization", "VariableDebtToken"),
  artifact("misc", "AaveOracle"),
  artifact("misc", "AaveProtocolDataProvider"),
  artifact("mocks/oracle", "LendingRateOracle"),
]);

/** The oracle of markets that count in dollars: it says so itself, which that of the package does not. */
export const DOLLAR_ORACLE = "DollarOracle";
export const DOLLAR_ORACLE_ARTIFACT = "@aave/core-v3/artifacts/contracts/misc/AaveOracle.sol/AaveOracle.json";

export const AAVE_V2_SOURCES: Sources = {
  jobs: [
    {
      compiler: "solc",
      contracts: { EtherPriceFeed: "test/devnet/EtherPriceFeed.sol" },
      remappings: {},
      settings: { optimizerRuns: 200, evmVersion: "cancun", viaIR: false },
    },
  ],
  shipped: { ...AAVE_V2_SHIPPED, [DOLLAR_ORACLE]: DOLLAR_ORACLE_ARTIFACT },
};
