import { type Address, parseAbi, zeroAddress } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SparkAddresses } from "./addresses.ts";
import { LIBRARIES } from "./sources.ts";

const PROVIDER = parseAbi([
  "function setPriceOracle(address)",
  "function setACLAdmin(address)",
  "function setACLManager(address)",
  "function setPoolImpl(address)",
  "function setPoolConfiguratorImpl(address)",
  "function setPoolDataProvider(address)",
  "function getPool() view returns (address)",
  "function getPoolConfigurator() view returns (address)",
]);
const ACL = parseAbi(["function addPoolAdmin(address)", "function addAssetListingAdmin(address)"]);
const CONFIGURATOR = parseAbi([
  "struct Reserve { address aTokenImpl; address stableDebtTokenImpl; address variableDebtTokenImpl; uint8 underlyingAssetDecimals; address interestRateStrategyAddress; address underlyingAsset; address treasury; address incentivesController; string aTokenName; string aTokenSymbol; string variableDebtTokenName; string variableDebtTokenSymbol; string stableDebtTokenName; string stableDebtTokenSymbol; bytes params; }",
  "function initReserves(Reserve[] input)",
  "function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)",
  "function setReserveBorrowing(address asset, bool enabled)",
  "function setReserveStableRateBorrowing(address asset, bool enabled)",
  "function setReserveFlashLoaning(address asset, bool enabled)",
  "function setReserveFactor(address asset, uint256 factor)",
  "function setLiquidationProtocolFee(address asset, uint256 fee)",
  "function setEModeCategory(uint8 id, uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus, address oracle, string label)",
  "function setAssetEModeCategory(address asset, uint8 id)",
  "function updateFlashloanPremiumTotal(uint128)",
]);
const RAY = 10n ** 27n;

/** A reserve of a market to deploy. Shares in basis points. */
export interface ReservePlan {
  readonly symbol: string;
  readonly token: Address;
  readonly decimals: number;
  /** Answers in USD, 8 decimals. */
  readonly feed: Address;
  readonly ltv: bigint;
  readonly liquidationThreshold: bigint;
  /** 10000 included. */
  readonly liquidationBonus: bigint;
  /** Of the bonus. */
  readonly protocolFee: bigint;
  readonly reserveFactor: bigint;
  /** Whether debts at stable rates can be taken. */
  readonly stable: boolean;
  /** Its category; 0: none. */
  readonly eMode: number;
}

export interface EModePlan {
  readonly id: number;
  readonly label: string;
  readonly ltv: number;
  readonly liquidationThreshold: number;
  readonly liquidationBonus: number;
  /** Asset whose price takes the place of those of its assets; the zero address: none. */
  readonly priceSource: Address;
}

export interface SparkMarketPlan {
  readonly id: string;
  readonly treasury: Address;
  readonly reserves: readonly ReservePlan[];
  readonly eModes: readonly EModePlan[];
  /** What the oracle knows besides the reserves: asset and feed. */
  readonly prices?: readonly (readonly [asset: Address, feed: Address])[];
  /** Of flash loans, basis points. */
  readonly premium: bigint;
}

/** Deploys a market of Aave V3.0, open for supply, borrowing and flash loans. */
export async function deploySparkMarket(deployer: Deployer, plan: SparkMarketPlan): Promise<SparkAddresses> {
  const addresses = await deployCore(deployer, plan);
  const admin = deployer.account;
  const configure = { from: admin, to: addresses.configurator, abi: CONFIGURATOR } as const;
  await initReserves(deployer, addresses, plan);
  for (const {
    token,
    ltv,
    liquidationThreshold,
    liquidationBonus,
    protocolFee,
    reserveFactor,
    stable,
  } of plan.reserves) {
    const limits = [token, ltv, liquidationThreshold, liquidationBonus] as const;
    await deployer.send({ ...configure, functionName: "configureReserveAsCollateral", args: limits });
    await deployer.send({ ...configure, functionName: "setReserveBorrowing", args: [token, true] });
    await deployer.send({ ...configure, functionName: "setReserveStableRateBorrowing", args: [token, stable] });
    await deployer.send({ ...configure, functionName: "setReserveFlashLoaning", args: [token, true] });
    await deployer.send({ ...configure, functionName: "setLiquidationProtocolFee", args: [token, protocolFee] });
    await deployer.send({ ...configure, functionName: "setReserveFactor", args: [token, reserveFactor] });
  }
  for (const { id, ltv, liquidationThreshold, liquidationBonus, priceSource, label } of plan.eModes) {
    const args = [id, ltv, liquidationThreshold, liquidationBonus, priceSource, label] as const;
    await deployer.send({ ...configure, functionName: "setEModeCategory", args });
  }
  for (const { token, eMode } of plan.reserves.filter(({ eMode }) => eMode !== 0)) {
    await deployer.send({ ...configure, functionName: "setAssetEModeCategory", args: [token, eMode] });
  }
  await deployer.send({ ...configure, functionName: "updateFlashloanPremiumTotal", args: [plan.premium] });
  return addresses;
}

async function initReserves(
  deployer: Deployer,
  { provider, pool, configurator }: SparkAddresses,
  plan: SparkMarketPlan,
) {
  const rates = [(RAY * 9n) / 10n, 0n, RAY / 25n, RAY, RAY / 50n, RAY, RAY / 100n, RAY / 20n, RAY / 5n];
  const strategy = await deployer.deploy("DefaultReserveInterestRateStrategy", [provider, ...rates]);
  const aTokenImpl = await deployer.deploy("AToken", [pool]);
  const stableDebtTokenImpl = await deployer.deploy("StableDebtToken", [pool]);
  const variableDebtTokenImpl = await deployer.deploy("VariableDebtToken", [pool]);
  const reserves = plan.reserves.map(({ symbol, token, decimals }) => ({
    ...{ aTokenImpl, stableDebtTokenImpl, variableDebtTokenImpl },
    underlyingAssetDecimals: decimals,
    interestRateStrategyAddress: strategy,
    underlyingAsset: token,
    treasury: plan.treasury,
    incentivesController: zeroAddress,
    aTokenName: `${plan.id} ${symbol}`,
    aTokenSymbol: `sp${symbol}`,
    variableDebtTokenName: `${plan.id} variable debt ${symbol}`,
    variableDebtTokenSymbol: `variableDebt${symbol}`,
    stableDebtTokenName: `${plan.id} stable debt ${symbol}`,
    stableDebtTokenSymbol: `stableDebt${symbol}`,
    params: "0x10" as const,
  }));
  const call = { from: deployer.account, to: configurator, abi: CONFIGURATOR, functionName: "initReserves" } as const;
  await deployer.send({ ...call, args: [reserves] });
}

/** Everything of a market that exists before its first reserve. */
async function deployCore(deployer: Deployer, { id, reserves, prices = [] }: SparkMarketPlan): Promise<SparkAddresses> {
  const admin = deployer.account;
  const provider = await deployer.deploy("PoolAddressesProvider", [id, admin]);
  const registry = { from: admin, to: provider, abi: PROVIDER } as const;
  const known = [...reserves.map(({ token, feed }) => [token, feed] as const), ...prices];
  const [assets, feeds] = [known.map(([asset]) => asset), known.map(([, feed]) => feed)];
  const oracle = await deployer.deploy("AaveOracle", [provider, assets, feeds, zeroAddress, zeroAddress, 10n ** 8n]);
  await deployer.send({ ...registry, functionName: "setPriceOracle", args: [oracle] });
  await deployer.send({ ...registry, functionName: "setACLAdmin", args: [admin] });
  const aclManager = await deployer.deploy("ACLManager", [provider]);
  await deployer.send({ ...registry, functionName: "setACLManager", args: [aclManager] });
  for (const functionName of ["addPoolAdmin", "addAssetListingAdmin"] as const) {
    await deployer.send({ from: admin, to: aclManager, abi: ACL, functionName, args: [admin] });
  }

  const BorrowLogic = await deployer.deploy("BorrowLogic");
  const libraries: Record<string, Address> = { BorrowLogic };
  for (const name of LIBRARIES) libraries[name] ??= await deployer.deploy(name, [], { BorrowLogic });
  const poolImpl = await deployer.deploy("Pool", [provider], libraries);
  await deployer.send({ ...registry, functionName: "setPoolImpl", args: [poolImpl] });
  const configuratorImpl = await deployer.deploy("PoolConfigurator", [], libraries);
  await deployer.send({ ...registry, functionName: "setPoolConfiguratorImpl", args: [configuratorImpl] });
  const of = (functionName: "getPool" | "getPoolConfigurator") =>
    deployer.client.readContract({ address: provider, abi: PROVIDER, functionName });
  const [pool, configurator] = [await of("getPool"), await of("getPoolConfigurator")];
  const dataProvider = await deployer.deploy("AaveProtocolDataProvider", [provider]);
  await deployer.send({ ...registry, functionName: "setPoolDataProvider", args: [dataProvider] });
  return { provider, pool, configurator, oracle, aclManager, dataProvider };
}
