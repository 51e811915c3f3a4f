import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Hex, keccak256 } from "viem";
import type { Artifacts } from "./compile/compile.ts";
import { loadArtifacts } from "./compile/load-artifacts.ts";
import { deployScenario } from "./deploy/deploy-scenario.ts";
import { createDeployer } from "./deploy/deployer.ts";
import { startAnvil } from "./node/start-anvil.ts";
import { stripState, toAllocs } from "./node/state.ts";
import { ACCOUNT_INDEX, devnetAccount } from "./scenario/accounts.ts";
import { exists } from "./store/exists.ts";
import { ALLOCS_FILE, CACHE, INFO_FILE, ROOT, STATE_FILE } from "./store/paths.ts";
import { sourceHash } from "./store/source-hash.ts";
import { writeWhole } from "./store/write-whole.ts";
import type { DevnetAddresses, DevnetBook, DevnetInfo } from "./types.ts";

/**
 * Everything is built within this second (2026-01-01 00:00 UTC): no interest accrues meanwhile, and every build is the
 * same.
 */
const BUILD_TIMESTAMP = 1_767_225_600;

/** Gas costs nothing while building, so that every ether balance is a round number. */
const FREE_GAS = ["--block-base-fee-per-gas", "0", "--gas-price", "0"];

/**
 * Deploys the scenario on a throw-away anvil and writes `state.json`, `allocs.json` and `devnet.json` to a folder.
 *
 * @throws when a contract does not compile, anvil does not start or a transaction of the scenario fails
 */
export async function buildState(dir: string): Promise<void> {
  const artifacts = await cachedArtifacts();
  const time = ["--timestamp", String(BUILD_TIMESTAMP)];
  const node = await startAnvil(["--chain-id", "31337", ...time, ...FREE_GAS, "--auto-impersonate"]);
  try {
    const deployer = createDeployer(node.rpcUrl, devnetAccount(ACCOUNT_INDEX.deployer), artifacts);
    await deployer.rpc("anvil_setBlockTimestampInterval", [0]);
    const scenario = await deployScenario(deployer);
    const { number, timestamp } = await deployer.client.getBlock();
    const state = stripState((await deployer.rpc("anvil_dumpState", [])) as Hex);
    const info: DevnetInfo = {
      chainId: 31337,
      timestamp: Number(timestamp),
      block: Number(number),
      ...scenario,
      book: bookOf(scenario.addresses, await poolInitCodeHash()),
    };
    await writeWhole(join(dir, STATE_FILE), JSON.stringify(state));
    await writeWhole(join(dir, ALLOCS_FILE), JSON.stringify(toAllocs(state)));
    await writeWhole(join(dir, INFO_FILE), `${JSON.stringify(info, null, 2)}\n`); // last: its presence means complete
  } finally {
    await node.stop();
  }
}

/** The deployed systems, each in the shape of the adapter that it is for. */
function bookOf({ tokens, aave, morpho, uniswap }: DevnetAddresses, poolInitCodeHash: Hex): DevnetBook {
  const markets = (["main", "l2"] as const).map((name) => {
    const { pool, provider: addressesProvider } = aave[name];
    return { name, pool, addressesProvider, fromBlock: "0" };
  });
  return {
    wrappedNative: tokens.WETH,
    routeTokens: [tokens.WETH, tokens.USDC, tokens.USDT, tokens.DAI, tokens.WBTC],
    addresses: {
      "aave-v3": markets,
      morpho: { morpho: morpho.morpho, fromBlock: "0" },
      "uniswap-v3": { factory: uniswap.factory, poolInitCodeHash, feeTiers: [100, 500, 3000, 10_000] },
    },
  };
}

/** Of the pool that the package ships, which is the one that the factory deploys. */
async function poolInitCodeHash(): Promise<Hex> {
  const path = createRequire(import.meta.url).resolve(
    "@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json",
  );
  return keccak256((JSON.parse(await readFile(path, "utf8")) as { bytecode: Hex }).bytecode);
}

/** Compiled contracts, from the cache when neither compiler nor contract has changed. */
async function cachedArtifacts(): Promise<Artifacts> {
  const path = join(CACHE, `compiled-${await sourceHash("ts/devnet/compile")}.json`);
  if (await exists(path)) return JSON.parse(await readFile(path, "utf8")) as Artifacts;
  const artifacts = await loadArtifacts(ROOT);
  await writeWhole(path, JSON.stringify(artifacts));
  return artifacts;
}
