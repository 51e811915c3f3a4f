import { type Address, encodeAbiParameters, parseAbi, parseAbiParameters, zeroAddress } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { AaveMarketAddresses } from "./addresses.ts";
import { type EMode, FLASH_LOAN_PREMIUM, INTEREST_RATES, LIQUIDATION_PROTOCOL_FEE, RESERVES } from "./reserves.ts";

const PROVIDER = parseAbi([
  "function setPriceOracle(address oracle)",
  "function setACLAdmin(address admin)",
  "function setACLManager(address manager)",
  "function setPoolImpl(address implementation)",
  "function setPoolConfiguratorImpl(address implementation)",
  "function setPoolDataProvider(address provider)",
  "function getPool() view returns (address)",
  "function getPoolConfigurator() view returns (address)",
]);

const ACL = parseAbi([
  "function addPoolAdmin(address)",
  "function addAssetListingAdmin(address)",
  "function addRiskAdmin(address)",
  "function addEmergencyAdmin(address)",
]);

const CONFIGURATOR = parseAbi([
  "struct Reserve { address aTokenImpl; address variableDebtTokenImpl; address underlyingAsset; string aTokenName; string aTokenSymbol; string variableDebtTokenName; string variableDebtTokenSymbol; bytes params; bytes interestRateData; }",
  "function initReserves(Reserve[] input)",
  "function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)",
  "function setReserveBorrowing(address asset, bool enabled)",
  "function setReserveFlashLoaning(address asset, bool enabled)",
  "function setLiquidationProtocolFee(address asset, uint256 fee)",
  "function setReserveFactor(address asset, uint256 factor)",
  "function updateFlashloanPremium(uint128 premium)",
  "function setEModeCategory(uint8 id, uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus, string label)",
  "function setAssetCollateralInEMode(address asset, uint8 id, bool allowed)",
  "function setAssetBorrowableInEMode(address asset, uint8 id, bool allowed)",
]);

/** Rates as the strategy decodes them: kink, base, slope below and above the kink, in basis points. */
const RATE_DATA = parseAbiParameters("(uint16, uint32, uint32, uint32)");

/** Aave's external libraries by name. */
export type AaveLibraries = Readonly<Record<string, Address>>;

/** What makes one market differ from another. */
export interface AaveMarketPlan {
  id: string;
  /** `L2PoolInstance` adds the functions with packed arguments. */
  poolContract: "PoolInstance" | "L2PoolInstance";
  reserves: readonly TokenSymbol[];
  eModes: readonly EMode[];
  tokens: Readonly<Record<TokenSymbol, Address>>;
  feeds: Readonly<Record<TokenSymbol, Address>>;
  treasury: Address;
}

/** Deploys the libraries that all markets share. */
export async function deployAaveLibraries(deployer: Deployer): Promise<AaveLibraries> {
  const BorrowLogic = await deployer.deploy("BorrowLogic");
  return {
    BorrowLogic,
    FlashLoanLogic: await deployer.deploy("FlashLoanLogic", [], { BorrowLogic }),
    SupplyLogic: await deployer.deploy("SupplyLogic"),
    LiquidationLogic: await deployer.deploy("LiquidationLogic"),
    PoolLogic: await deployer.deploy("PoolLogic"),
    ConfiguratorLogic: await deployer.deploy("ConfiguratorLogic"),
  };
}

/** Deploys one Aave V3.6 market with its reserves and eMode categories, open for supply, borrowing and flash loans. */
export async function deployAaveMarket(
  deployer: Deployer,
  libraries: AaveLibraries,
  plan: AaveMarketPlan,
): Promise<AaveMarketAddresses> {
  const admin = deployer.account;
  const addresses = await deployCore(deployer, libraries, plan);
  const configurator = { from: admin, to: addresses.configurator, abi: CONFIGURATOR } as const;

  await deployer.send({ ...configurator, functionName: "updateFlashloanPremium", args: [FLASH_LOAN_PREMIUM] });
  const aTokenImpl = await deployer.deploy("ATokenInstance", [addresses.pool, zeroAddress, plan.treasury]);
  const variableDebtTokenImpl = await deployer.deploy("VariableDebtTokenInstance", [addresses.pool, zeroAddress]);
  const interestRateData = encodeAbiParameters(RATE_DATA, [INTEREST_RATES]);
  const reserves = plan.reserves.map((symbol) => ({
    aTokenImpl,
    variableDebtTokenImpl,
    underlyingAsset: plan.tokens[symbol],
    aTokenName: `Aave ${plan.id} ${symbol}`,
    aTokenSymbol: `a${symbol}`,
    variableDebtTokenName: `Aave ${plan.id} variable debt ${symbol}`,
    variableDebtTokenSymbol: `variableDebt${symbol}`,
    params: "0x" as const,
    interestRateData,
  }));
  await deployer.send({ ...configurator, functionName: "initReserves", args: [reserves] });

  for (const symbol of plan.reserves) {
    const token = plan.tokens[symbol];
    const { ltv, liquidationThreshold, liquidationBonus, reserveFactor } = RESERVES[symbol];
    await deployer.send({
      ...configurator,
      functionName: "configureReserveAsCollateral",
      args: [token, BigInt(ltv), BigInt(liquidationThreshold), BigInt(liquidationBonus)],
    });
    await deployer.send({ ...configurator, functionName: "setReserveBorrowing", args: [token, true] });
    await deployer.send({ ...configurator, functionName: "setReserveFlashLoaning", args: [token, true] });
    const fee = BigInt(LIQUIDATION_PROTOCOL_FEE);
    await deployer.send({ ...configurator, functionName: "setLiquidationProtocolFee", args: [token, fee] });
    await deployer.send({ ...configurator, functionName: "setReserveFactor", args: [token, BigInt(reserveFactor)] });
  }

  for (const mode of plan.eModes) {
    const { id, label, ltv, liquidationThreshold, liquidationBonus } = mode;
    const limits = [id, ltv, liquidationThreshold, liquidationBonus, label] as const;
    await deployer.send({ ...configurator, functionName: "setEModeCategory", args: limits });
    for (const symbol of mode.collateral) {
      const args = [plan.tokens[symbol], id, true] as const;
      await deployer.send({ ...configurator, functionName: "setAssetCollateralInEMode", args });
    }
    for (const symbol of mode.borrowable) {
      const args = [plan.tokens[symbol], id, true] as const;
      await deployer.send({ ...configurator, functionName: "setAssetBorrowableInEMode", args });
    }
  }
  return addresses;
}

/** Everything of a market that exists before its first reserve. */
async function deployCore(
  deployer: Deployer,
  libraries: AaveLibraries,
  plan: AaveMarketPlan,
): Promise<AaveMarketAddresses> {
  const admin = deployer.account;
  const provider = await deployer.deploy("PoolAddressesProvider", [plan.id, admin]);
  const registry = { from: admin, to: provider, abi: PROVIDER } as const;
  const rateStrategy = await deployer.deploy("DefaultReserveInterestRateStrategyV2", [provider]);

  const assets = plan.reserves.map((symbol) => plan.tokens[symbol]);
  const sources = plan.reserves.map((symbol) => plan.feeds[symbol]);
  const oracleArgs = [provider, assets, sources, zeroAddress, zeroAddress, 10n ** 8n];
  const oracle = await deployer.deploy("AaveOracle", oracleArgs);
  await deployer.send({ ...registry, functionName: "setPriceOracle", args: [oracle] });

  await deployer.send({ ...registry, functionName: "setACLAdmin", args: [admin] });
  const aclManager = await deployer.deploy("ACLManager", [provider]);
  await deployer.send({ ...registry, functionName: "setACLManager", args: [aclManager] });
  for (const functionName of ["addPoolAdmin", "addAssetListingAdmin", "addRiskAdmin", "addEmergencyAdmin"] as const) {
    await deployer.send({ from: admin, to: aclManager, abi: ACL, functionName, args: [admin] });
  }

  const poolImpl = await deployer.deploy(plan.poolContract, [provider, rateStrategy], libraries);
  await deployer.send({ ...registry, functionName: "setPoolImpl", args: [poolImpl] });
  const configuratorImpl = await deployer.deploy("PoolConfiguratorInstance", [], libraries);
  await deployer.send({ ...registry, functionName: "setPoolConfiguratorImpl", args: [configuratorImpl] });
  const pool = await deployer.client.readContract({ address: provider, abi: PROVIDER, functionName: "getPool" });
  const configurator = await deployer.client.readContract({
    address: provider,
    abi: PROVIDER,
    functionName: "getPoolConfigurator",
  });

  const dataProvider = await deployer.deploy("AaveProtocolDataProvider", [provider]);
  await deployer.send({ ...registry, functionName: "setPoolDataProvider", args: [dataProvider] });
  return {
    provider,
    pool,
    configurator,
    oracle,
    aclManager,
    rateStrategy,
    dataProvider,
    liquidationDataProvider: await deployer.deploy("LiquidationDataProvider", [pool, provider]),
    uiDataProvider: await deployer.deploy("UiPoolDataProviderV3", [plan.feeds.WETH, plan.feeds.WETH]),
    l2Encoder: plan.poolContract === "L2PoolInstance" ? await deployer.deploy("L2Encoder", [pool]) : null,
    treasury: plan.treasury,
  };
}
