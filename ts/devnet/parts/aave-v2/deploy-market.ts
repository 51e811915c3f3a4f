import { type Address, parseAbi, parseUnits, zeroAddress } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ACCOUNT_INDEX, devnetAccount } from "../../shared/accounts.ts";
import { ASSETS } from "../../shared/assets.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { AaveV2MarketAddresses } from "./addresses.ts";
import type { ReservePlan } from "./reserves.ts";
import { DOLLAR_ORACLE } from "./sources.ts";

const PROVIDER = parseAbi([
  "function setPoolAdmin(address admin)",
  "function setEmergencyAdmin(address admin)",
  "function setLendingPoolImpl(address pool)",
  "function setLendingPoolConfiguratorImpl(address configurator)",
  "function setLendingPoolCollateralManager(address manager)",
  "function setPriceOracle(address oracle)",
  "function setLendingRateOracle(address oracle)",
  "function getLendingPool() view returns (address)",
  "function getLendingPoolConfigurator() view returns (address)",
]);
const CONFIGURATOR = parseAbi([
  "function initReserve(address aTokenImpl, address stableDebtTokenImpl, address variableDebtTokenImpl, uint8 decimals, address strategy)",
  "function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)",
  "function enableBorrowingOnReserve(address asset, bool stableBorrowRateEnabled)",
  "function setReserveFactor(address asset, uint256 factor)",
]);
const RATE_ORACLE = parseAbi(["function setMarketBorrowRate(address asset, uint256 rate)"]);

const RAY = 10n ** 27n;
/** Kink, base, slopes of variable and of stable rates, yearly. */
const RATES = [(RAY * 9n) / 10n, 0n, RAY / 25n, (RAY * 6n) / 10n, RAY / 50n, (RAY * 6n) / 10n] as const;
/** What borrowing costs elsewhere, from which stable rates start. */
const MARKET_RATE = RAY / 33n;

/** Libraries of the pool by name. */
export type AaveV2Libraries = Readonly<Record<string, Address>>;

/** What makes one market differ from another. */
export interface AaveV2MarketPlan {
  id: string;
  /** What the oracle counts in. */
  currency: "ether" | "dollar";
  reserves: Partial<Record<TokenSymbol, ReservePlan>>;
  /** Deploys the half of the pool that liquidates. */
  deployCollateralManager(deployer: Deployer): Promise<Address>;
}

/** Deploys the libraries that all markets share. */
export async function deployAaveV2Libraries(deployer: Deployer): Promise<AaveV2Libraries> {
  const ReserveLogic = await deployer.deploy("ReserveLogic");
  const GenericLogic = await deployer.deploy("GenericLogic");
  return { ReserveLogic, ValidationLogic: await deployer.deploy("ValidationLogic", [], { GenericLogic }) };
}

/** Deploys one market with its reserves, open for deposits, borrowing at both kinds of rates, and flash loans. */
export async function deployAaveV2Market(
  deployer: Deployer,
  libraries: AaveV2Libraries,
  shared: SharedAddresses,
  plan: AaveV2MarketPlan,
): Promise<AaveV2MarketAddresses> {
  const admin = deployer.account;
  const provider = await deployer.deploy("LendingPoolAddressesProvider", [plan.id]);
  const registry = { from: admin, to: provider, abi: PROVIDER } as const;
  await deployer.send({ ...registry, functionName: "setPoolAdmin", args: [admin] });
  await deployer.send({ ...registry, functionName: "setEmergencyAdmin", args: [admin] });
  const poolImpl = await deployer.deploy("LendingPool", [], libraries);
  await deployer.send({ ...registry, functionName: "setLendingPoolImpl", args: [poolImpl] });
  const configuratorImpl = await deployer.deploy("LendingPoolConfigurator");
  await deployer.send({ ...registry, functionName: "setLendingPoolConfiguratorImpl", args: [configuratorImpl] });
  const collateralManager = await plan.deployCollateralManager(deployer);
  await deployer.send({ ...registry, functionName: "setLendingPoolCollateralManager", args: [collateralManager] });
  const read = { address: provider, abi: PROVIDER } as const;
  const pool = await deployer.client.readContract({ ...read, functionName: "getLendingPool" });
  const configurator = await deployer.client.readContract({ ...read, functionName: "getLendingPoolConfigurator" });

  const symbols = Object.keys(plan.reserves) as TokenSymbol[];
  const oracle = await deployOracle(deployer, provider, shared, symbols, plan.currency);
  await deployer.send({ ...registry, functionName: "setPriceOracle", args: [oracle] });
  const rateOracle = await deployer.deploy("LendingRateOracle");
  await deployer.send({ ...registry, functionName: "setLendingRateOracle", args: [rateOracle] });

  const treasury = devnetAccount(ACCOUNT_INDEX.treasury);
  const strategy = await deployer.deploy("DefaultReserveInterestRateStrategy", [provider, ...RATES]);
  const configure = { from: admin, to: configurator, abi: CONFIGURATOR } as const;
  for (const symbol of symbols) {
    const token = shared.tokens[symbol];
    const { ltv, liquidationThreshold, liquidationBonus, reserveFactor } = plan.reserves[symbol]!;
    const names = (kind: string) => [`Aave ${plan.id} ${kind} ${symbol}`, `${kind}${symbol}`, zeroAddress];
    const tokens = [
      await deployer.deploy("AToken", [pool, token, treasury, ...names("a")]),
      await deployer.deploy("StableDebtToken", [pool, token, ...names("stableDebt")]),
      await deployer.deploy("VariableDebtToken", [pool, token, ...names("variableDebt")]),
    ] as const;
    const args = [...tokens, ASSETS[symbol].decimals, strategy] as const;
    await deployer.send({ ...configure, functionName: "initReserve", args });
    const limits = [token, BigInt(ltv), BigInt(liquidationThreshold), BigInt(liquidationBonus)] as const;
    await deployer.send({ ...configure, functionName: "configureReserveAsCollateral", args: limits });
    await deployer.send({ ...configure, functionName: "enableBorrowingOnReserve", args: [token, true] });
    await deployer.send({ ...configure, functionName: "setReserveFactor", args: [token, BigInt(reserveFactor)] });
    const rate = { from: admin, to: rateOracle, abi: RATE_ORACLE, functionName: "setMarketBorrowRate" } as const;
    await deployer.send({ ...rate, args: [token, MARKET_RATE] });
  }
  const dataProvider = await deployer.deploy("AaveProtocolDataProvider", [provider]);
  const baseToken = plan.currency === "ether" ? shared.tokens.WETH : null;
  return { provider, pool, configurator, collateralManager, oracle, dataProvider, treasury, baseToken };
}

async function deployOracle(
  deployer: Deployer,
  provider: Address,
  { tokens, feeds }: SharedAddresses,
  symbols: readonly TokenSymbol[],
  currency: AaveV2MarketPlan["currency"],
): Promise<Address> {
  const assets = symbols.map((symbol) => tokens[symbol]);
  if (currency === "dollar") {
    const sources = symbols.map((symbol) => feeds[symbol]);
    return deployer.deploy(DOLLAR_ORACLE, [provider, assets, sources, zeroAddress, zeroAddress, 10n ** 8n]);
  }
  const sources: Address[] = [];
  for (const symbol of symbols) {
    sources.push(await deployer.deploy("EtherPriceFeed", [feeds[symbol], feeds.WETH]));
  }
  return deployer.deploy("AaveOracle", [assets, sources, zeroAddress, tokens.WETH]);
}

/** Whole tokens that the supplier lends, in base units. */
export const cashOf = (reserves: AaveV2MarketPlan["reserves"]): readonly (readonly [TokenSymbol, bigint])[] =>
  (Object.entries(reserves) as [TokenSymbol, ReservePlan][])
    .map(([symbol, { cash }]) => [symbol, parseUnits(cash, ASSETS[symbol].decimals)] as const)
    .filter(([, amount]) => amount > 0n);
