import { join } from "node:path";
import type { Hex } from "viem";
import { loadArtifacts } from "./compile/load-artifacts.ts";
import { deployScenario } from "./deploy/deploy-scenario.ts";
import { createDeployer } from "./deploy/deployer.ts";
import { startAnvil } from "./node/start-anvil.ts";
import { stripState, toAllocs } from "./node/state.ts";
import { ACCOUNT_INDEX, devnetAccount } from "./shared/accounts.ts";
import { SOURCES } from "./sources.ts";
import { ALLOCS_FILE, CACHE, INFO_FILE, ROOT, STATE_FILE } from "./store/paths.ts";
import { writeWhole } from "./store/write-whole.ts";
import type { DevnetInfo } from "./types.ts";

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
  const artifacts = await loadArtifacts(ROOT, CACHE, SOURCES);
  const time = ["--timestamp", String(BUILD_TIMESTAMP)];
  const node = await startAnvil(["--chain-id", "31337", ...time, ...FREE_GAS, "--auto-impersonate"]);
  try {
    const deployerOf = (part: string) =>
      createDeployer(node.rpcUrl, devnetAccount(ACCOUNT_INDEX.deployer), artifacts[part] ?? {});
    const { client, rpc } = deployerOf("shared");
    await rpc("anvil_setBlockTimestampInterval", [0]);
    const scenario = await deployScenario(deployerOf);
    const { number, timestamp } = await client.getBlock();
    const state = stripState((await rpc("anvil_dumpState", [])) as Hex);
    const info: DevnetInfo = { chainId: 31337, timestamp: Number(timestamp), block: Number(number), ...scenario };
    await writeWhole(join(dir, STATE_FILE), JSON.stringify(state));
    await writeWhole(join(dir, ALLOCS_FILE), JSON.stringify(toAllocs(state)));
    await writeWhole(join(dir, INFO_FILE), `${JSON.stringify(info, null, 2)}\n`); // last: its presence means complete
  } finally {
    await node.stop();
  }
}
