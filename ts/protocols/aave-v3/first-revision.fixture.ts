import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Address, getAddress, parseAbi, zeroAddress } from "viem";
import type { Artifact, Artifacts } from "../../devnet/compile/compile.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { startAnvil } from "../../devnet/node/start-anvil.ts";
import { ACCOUNT_INDEX, devnetAccount } from "../../devnet/shared/accounts.ts";

const CONTRACTS = join(
  dirname(createRequire(import.meta.url).resolve("@aave/core-v3/package.json")),
  "artifacts/contracts",
);
const FOLDERS = {
  "protocol/configuration": ["PoolAddressesProvider", "ACLManager", "PriceOracleSentinel"],
  "protocol/pool": ["Pool", "PoolConfigurator", "DefaultReserveInterestRateStrategy"],
  "protocol/tokenization": ["AToken", "StableDebtToken", "VariableDebtToken"],
  "protocol/libraries/logic": [
    ...["BorrowLogic", "BridgeLogic", "ConfiguratorLogic", "EModeLogic"],
    ...["FlashLoanLogic", "LiquidationLogic", "PoolLogic", "SupplyLogic"],
  ],
  misc: ["AaveOracle", "AaveProtocolDataProvider"],
  "mocks/tokens": ["MintableERC20"],
  "mocks/oracle": ["SequencerOracle"],
  "mocks/oracle/CLAggregators": ["MockAggregator"],
} as const;

const PROVIDER = parseAbi([
  "function setPriceOracle(address)",
  "function setPriceOracleSentinel(address)",
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
  "function setEModeCategory(uint8 id, uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus, address oracle, string label)",
  "function setAssetEModeCategory(address asset, uint8 id)",
  "function updateFlashloanPremiumTotal(uint128)",
]);
const RAY = 10n ** 27n;

/** Tokens of the market, with decimals and USD price (8 decimals). */
const ASSETS = { WETH: [18, 3000n], wstETH: [18, 3500n], USDC: [6, 1n], DAI: [18, 1n] } as const;
export type FirstRevisionAsset = keyof typeof ASSETS;

/** An Aave V3.0.2 market on a chain of its own. */
export interface FirstRevision {
  readonly rpcUrl: string;
  readonly deployer: Deployer;
  readonly pool: Address;
  readonly provider: Address;
  readonly dataProvider: Address;
  readonly oracle: Address;
  readonly sequencer: Address;
  readonly tokens: Readonly<Record<FirstRevisionAsset, Address>>;
  /** Source of the price that eMode 1 puts in place of its assets'. Nothing answers for the one of eMode 2. */
  readonly eModePriceSource: Address;
  readonly stop: () => Promise<void>;
}

/**
 * Deploys the package's own compiled contracts: revision 1, with stable debt, eModes that assets name themselves, a
 * sequencer sentinel, and neither virtual balances nor grace periods.
 */
export async function startFirstRevision(): Promise<FirstRevision> {
  const node = await startAnvil(["--block-base-fee-per-gas", "0", "--gas-price", "0", "--auto-impersonate"]);
  try {
    const admin = devnetAccount(ACCOUNT_INDEX.deployer);
    const deployer = createDeployer(node.rpcUrl, admin, loadArtifacts());
    return { rpcUrl: node.rpcUrl, stop: node.stop, deployer, ...(await deploy(deployer, admin)) };
  } catch (error) {
    await node.stop();
    throw error;
  }
}

async function deploy(deployer: Deployer, admin: Address) {
  const provider = await deployer.deploy("PoolAddressesProvider", ["first", admin]);
  const registry = { from: admin, to: provider, abi: PROVIDER } as const;
  const eModePriceSource = getAddress("0x00000000000000000000000000000000000e0de1");
  const unanswered = getAddress("0x00000000000000000000000000000000000e0de2");

  const tokens = {} as Record<FirstRevisionAsset, Address>;
  const feeds: Address[] = [];
  for (const [symbol, [decimals, price]] of Object.entries(ASSETS) as [
    FirstRevisionAsset,
    readonly [number, bigint],
  ][]) {
    tokens[symbol] = await deployer.deploy("MintableERC20", [symbol, symbol, decimals]);
    feeds.push(await deployer.deploy("MockAggregator", [price * 10n ** 8n]));
  }
  const eModeFeed = await deployer.deploy("MockAggregator", [3100n * 10n ** 8n]);
  const assets = [...Object.values(tokens), eModePriceSource];
  const oracleArgs = [provider, assets, [...feeds, eModeFeed], zeroAddress, zeroAddress, 10n ** 8n];
  const oracle = await deployer.deploy("AaveOracle", oracleArgs);
  await deployer.send({ ...registry, functionName: "setPriceOracle", args: [oracle] });
  await deployer.send({ ...registry, functionName: "setACLAdmin", args: [admin] });
  const acl = await deployer.deploy("ACLManager", [provider]);
  await deployer.send({ ...registry, functionName: "setACLManager", args: [acl] });
  await deployer.send({ from: admin, to: acl, abi: ACL, functionName: "addPoolAdmin", args: [admin] });
  await deployer.send({ from: admin, to: acl, abi: ACL, functionName: "addAssetListingAdmin", args: [admin] });

  const BorrowLogic = await deployer.deploy("BorrowLogic");
  const libraries: Record<string, Address> = { BorrowLogic };
  for (const name of FOLDERS["protocol/libraries/logic"])
    libraries[name] ??= await deployer.deploy(name, [], { BorrowLogic });
  const poolImpl = await deployer.deploy("Pool", [provider], libraries);
  await deployer.send({ ...registry, functionName: "setPoolImpl", args: [poolImpl] });
  const configuratorImpl = await deployer.deploy("PoolConfigurator", [], libraries);
  await deployer.send({ ...registry, functionName: "setPoolConfiguratorImpl", args: [configuratorImpl] });
  const [pool, configurator] = await Promise.all(
    (["getPool", "getPoolConfigurator"] as const).map((functionName) =>
      deployer.client.readContract({ address: provider, abi: PROVIDER, functionName }),
    ),
  );
  if (!pool || !configurator) throw new Error("the provider names no pool");
  const dataProvider = await deployer.deploy("AaveProtocolDataProvider", [provider]);
  await deployer.send({ ...registry, functionName: "setPoolDataProvider", args: [dataProvider] });
  const sequencer = await deployer.deploy("SequencerOracle", [admin]);
  const sentinel = await deployer.deploy("PriceOracleSentinel", [provider, sequencer, 60n]);
  await deployer.send({ ...registry, functionName: "setPriceOracleSentinel", args: [sentinel] });

  const rates = [(RAY * 9n) / 10n, 0n, RAY / 25n, RAY, RAY / 50n, RAY, RAY / 100n, RAY / 20n, RAY / 5n];
  const strategy = await deployer.deploy("DefaultReserveInterestRateStrategy", [provider, ...rates]);
  const aTokenImpl = await deployer.deploy("AToken", [pool]);
  const stableDebtTokenImpl = await deployer.deploy("StableDebtToken", [pool]);
  const variableDebtTokenImpl = await deployer.deploy("VariableDebtToken", [pool]);
  const configure = { from: admin, to: configurator, abi: CONFIGURATOR } as const;
  const reserves = Object.entries(ASSETS).map(([symbol, [decimals]]) => ({
    ...{ aTokenImpl, stableDebtTokenImpl, variableDebtTokenImpl },
    underlyingAssetDecimals: decimals,
    interestRateStrategyAddress: strategy,
    underlyingAsset: tokens[symbol as FirstRevisionAsset],
    treasury: admin,
    incentivesController: zeroAddress,
    ...{ aTokenName: "a", aTokenSymbol: "a", variableDebtTokenName: "v", variableDebtTokenSymbol: "v" },
    ...{ stableDebtTokenName: "s", stableDebtTokenSymbol: "s", params: "0x10" as const },
  }));
  await deployer.send({ ...configure, functionName: "initReserves", args: [reserves] });
  for (const asset of Object.values(tokens)) {
    const limits = [asset, 7000n, 7500n, 10_500n] as const;
    await deployer.send({ ...configure, functionName: "configureReserveAsCollateral", args: limits });
    await deployer.send({ ...configure, functionName: "setReserveBorrowing", args: [asset, true] });
    await deployer.send({ ...configure, functionName: "setReserveStableRateBorrowing", args: [asset, true] });
  }
  const modes = [
    [1, 9300, 9500, 10_100, eModePriceSource, "ETH correlated"],
    [2, 9500, 9700, 10_100, unanswered, "Stablecoins"],
    [3, 9100, 9200, 10_200, zeroAddress, "Nobody's"],
  ] as const;
  for (const args of modes) await deployer.send({ ...configure, functionName: "setEModeCategory", args });
  for (const [symbol, id] of [
    ["WETH", 1],
    ["wstETH", 1],
    ["DAI", 2],
  ] as const) {
    await deployer.send({ ...configure, functionName: "setAssetEModeCategory", args: [tokens[symbol], id] });
  }
  await deployer.send({ ...configure, functionName: "updateFlashloanPremiumTotal", args: [9n] });
  return { pool, provider, dataProvider, oracle, sequencer, tokens, eModePriceSource };
}

function loadArtifacts(): Artifacts {
  const entries = Object.entries(FOLDERS).flatMap(([folder, names]) =>
    names.map((name): [string, Artifact] => {
      const path = [join(folder, `${name}.sol`), folder]
        .map((place) => join(CONTRACTS, place, `${name}.json`))
        .find((candidate) => existsSync(candidate));
      if (!path) throw new Error(`the package has no ${name}`);
      return [name, JSON.parse(readFileSync(path, "utf8")) as Artifact];
    }),
  );
  return Object.fromEntries(entries);
}
