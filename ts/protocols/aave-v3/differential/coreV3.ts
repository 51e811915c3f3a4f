import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Address, parseAbi, zeroAddress } from "viem";
import type { Artifact, Artifacts } from "../../../devnet/compile/compile.ts";
import { createDeployer } from "../../../devnet/deploy/deployer.ts";
import { startAnvil } from "../../../devnet/node/startAnvil.ts";
import type { MarketAddresses } from "./market.ts";

/** Contract to its source in `@aave/core-v3`, whose artifacts are the published ones of Aave V3.0. */
const CONTRACTS: Readonly<Record<string, string>> = {
  PoolAddressesProvider: "protocol/configuration/PoolAddressesProvider.sol",
  ACLManager: "protocol/configuration/ACLManager.sol",
  Pool: "protocol/pool/Pool.sol",
  PoolConfigurator: "protocol/pool/PoolConfigurator.sol",
  DefaultReserveInterestRateStrategy: "protocol/pool/DefaultReserveInterestRateStrategy.sol",
  AaveOracle: "misc/AaveOracle.sol",
  AToken: "protocol/tokenization/AToken.sol",
  StableDebtToken: "protocol/tokenization/StableDebtToken.sol",
  VariableDebtToken: "protocol/tokenization/VariableDebtToken.sol",
  MintableERC20: "mocks/tokens/MintableERC20.sol",
  MockAggregator: "mocks/oracle/CLAggregators/MockAggregator.sol",
  ...Object.fromEntries(
    ["Supply", "Borrow", "Liquidation", "EMode", "Bridge", "FlashLoan", "Pool", "Configurator"].map((name) => [
      `${name}Logic`,
      `protocol/libraries/logic/${name}Logic.sol`,
    ]),
  ),
};

const ABI = parseAbi([
  "function setPriceOracle(address oracle)",
  "function setACLAdmin(address admin)",
  "function setACLManager(address manager)",
  "function setPoolImpl(address implementation)",
  "function setPoolConfiguratorImpl(address implementation)",
  "function getPool() view returns (address)",
  "function getPoolConfigurator() view returns (address)",
  "function addPoolAdmin(address)",
  "struct Reserve { address aTokenImpl; address stableDebtTokenImpl; address variableDebtTokenImpl; uint8 underlyingAssetDecimals; address interestRateStrategyAddress; address underlyingAsset; address treasury; address incentivesController; string aTokenName; string aTokenSymbol; string variableDebtTokenName; string variableDebtTokenSymbol; string stableDebtTokenName; string stableDebtTokenSymbol; bytes params; }",
  "function initReserves(Reserve[] input)",
]);

async function loadArtifacts(): Promise<Artifacts> {
  const root = dirname(createRequire(import.meta.url).resolve("@aave/core-v3/package.json"));
  const load = async ([name, source]: [string, string]): Promise<[string, Artifact]> => {
    const path = join(root, "artifacts/contracts", source, `${name}.json`);
    return [name, JSON.parse(await readFile(path, "utf8")) as Artifact];
  };
  return Object.fromEntries(await Promise.all(Object.entries(CONTRACTS).map(load)));
}

/** An Aave V3.0 market on a chain of its own. */
export interface CoreV3 {
  readonly rpcUrl: string;
  readonly market: MarketAddresses;
  stop(): Promise<void>;
}

/** Unix seconds: 2026-01-01. */
const TIMESTAMP = "1767225600";
/** Anvil's first account. */
const ADMIN: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const TREASURY: Address = "0x00000000000000000000000000000000007ea5e7";
const RESERVE_COUNT = 7;
const RAY = 10n ** 27n;

/** Starts a chain and deploys Aave V3.0 with reserves that have no terms yet: a case brings them. */
export async function startCoreV3(): Promise<CoreV3> {
  const flags = ["--chain-id", "31337", "--timestamp", TIMESTAMP, "--auto-impersonate"];
  const node = await startAnvil([...flags, "--block-base-fee-per-gas", "0", "--gas-price", "0"]);
  try {
    const { deploy, send, client } = createDeployer(node.rpcUrl, ADMIN, await loadArtifacts());
    const provider = await deploy("PoolAddressesProvider", ["test", ADMIN]);
    const registry = { from: ADMIN, to: provider, abi: ABI } as const;
    const deployMany = async (name: string, args: (index: number) => unknown[], count: number) => {
      const deployed: Address[] = [];
      for (let index = 0; index < count; index++) deployed.push(await deploy(name, args(index)));
      return deployed;
    };
    // One more than there are reserves: an asset that exists only as an eMode category's price.
    const tokens = await deployMany("MintableERC20", (index) => [`Token ${index}`, `T${index}`, 18], RESERVE_COUNT + 1);
    const feeds = await deployMany("MockAggregator", () => [10n ** 8n], RESERVE_COUNT + 1);
    const oracle = await deploy("AaveOracle", [provider, tokens, feeds, zeroAddress, zeroAddress, 10n ** 8n]);
    await send({ ...registry, functionName: "setPriceOracle", args: [oracle] });
    await send({ ...registry, functionName: "setACLAdmin", args: [ADMIN] });
    const acl = await deploy("ACLManager", [provider]);
    await send({ ...registry, functionName: "setACLManager", args: [acl] });
    await send({ from: ADMIN, to: acl, abi: ABI, functionName: "addPoolAdmin", args: [ADMIN] });

    const BorrowLogic = await deploy("BorrowLogic");
    const libraries = {
      BorrowLogic,
      SupplyLogic: await deploy("SupplyLogic"),
      LiquidationLogic: await deploy("LiquidationLogic"),
      EModeLogic: await deploy("EModeLogic"),
      BridgeLogic: await deploy("BridgeLogic"),
      FlashLoanLogic: await deploy("FlashLoanLogic", [], { BorrowLogic }),
      PoolLogic: await deploy("PoolLogic"),
      ConfiguratorLogic: await deploy("ConfiguratorLogic"),
    };
    const poolImpl = await deploy("Pool", [provider], libraries);
    await send({ ...registry, functionName: "setPoolImpl", args: [poolImpl] });
    const configuratorImpl = await deploy("PoolConfigurator", [], libraries);
    await send({ ...registry, functionName: "setPoolConfiguratorImpl", args: [configuratorImpl] });
    const pool = await client.readContract({ address: provider, abi: ABI, functionName: "getPool" });
    const configurator = await client.readContract({
      address: provider,
      abi: ABI,
      functionName: "getPoolConfigurator",
    });

    const rates = [provider, (8n * RAY) / 10n, 0n, RAY / 25n, RAY, 0n, 0n, 0n, 0n, 0n];
    const input = {
      aTokenImpl: await deploy("AToken", [pool]),
      stableDebtTokenImpl: await deploy("StableDebtToken", [pool]),
      variableDebtTokenImpl: await deploy("VariableDebtToken", [pool]),
      underlyingAssetDecimals: 18,
      interestRateStrategyAddress: await deploy("DefaultReserveInterestRateStrategy", rates),
      treasury: TREASURY,
      incentivesController: zeroAddress,
      aTokenName: "a",
      aTokenSymbol: "a",
      variableDebtTokenName: "v",
      variableDebtTokenSymbol: "v",
      stableDebtTokenName: "s",
      stableDebtTokenSymbol: "s",
      params: "0x",
    } as const;
    for (const underlyingAsset of tokens.slice(0, RESERVE_COUNT)) {
      const args = [[{ ...input, underlyingAsset }]] as const;
      await send({ from: ADMIN, to: configurator, abi: ABI, functionName: "initReserves", args });
    }
    const reserves = tokens
      .slice(0, RESERVE_COUNT)
      .map((token, index) => ({ symbol: `T${index}`, token, feed: feeds[index]! }));
    const eModePrice = { asset: tokens[RESERVE_COUNT]!, feed: feeds[RESERVE_COUNT]! };
    return { rpcUrl: node.rpcUrl, market: { pool, treasury: TREASURY, reserves, eModePrice }, stop: node.stop };
  } catch (error) {
    await node.stop();
    throw error;
  }
}
