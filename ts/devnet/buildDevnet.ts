import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import {
  ALLOCS_FILE,
  CACHE,
  compileHash,
  INFO_FILE,
  ROOT,
  STATE_FILE,
  sourceHash,
  withLock,
  writeWhole,
} from "./cache.ts";
import type { Artifacts } from "./compile/compile.ts";
import { loadArtifacts } from "./compile/loadArtifacts.ts";
import { createDeployer } from "./deploy/deployer.ts";
import { deployScenario } from "./deploy/deployScenario.ts";
import { startAnvil } from "./node/startAnvil.ts";
import { ACCOUNT_INDEX, devnetAccount } from "./scenario/accounts.ts";
import { stripState, toAllocs } from "./state.ts";
import type { DevnetInfo } from "./types.ts";

/** Everything is built in this second (2026-01-01 00:00 UTC), so that no interest accrues meanwhile and every build is the same. */
export const GENESIS_TIMESTAMP = 1_767_225_600;

/** What a build gives. */
export interface BuiltDevnet {
  /** Folder with `state.json`, `allocs.json` and `devnet.json`. */
  dir: string;
  info: DevnetInfo;
}

/**
 * Returns the devnet of the present sources, and builds it first when it is not in the cache. Afterwards
 * `.cache/devnet/allocs.json` and `.cache/devnet/devnet.json` are copies of its files, at a path that tests can know.
 *
 * @param options.force builds even when the cache has it
 * @throws when a contract does not compile, anvil does not start or a transaction of the scenario fails
 */
export async function buildDevnet(options: { force?: boolean } = {}): Promise<BuiltDevnet> {
  const hash = await sourceHash();
  const dir = join(CACHE, hash);
  if (options.force || !(await exists(join(dir, INFO_FILE)))) {
    await withLock("build", async () => {
      if (!options.force && (await exists(join(dir, INFO_FILE)))) return;
      await build(dir);
    });
  }
  await publish(hash, dir);
  return { dir, info: JSON.parse(await readFile(join(dir, INFO_FILE), "utf8")) as DevnetInfo };
}

/** What the newest build of this project holds. Builds nothing. */
export async function currentInfo(): Promise<DevnetInfo> {
  return JSON.parse(await readFile(join(CACHE, INFO_FILE), "utf8")) as DevnetInfo;
}

async function build(dir: string): Promise<void> {
  const artifacts = await cachedArtifacts();
  const time = ["--timestamp", String(GENESIS_TIMESTAMP)];
  const free = ["--block-base-fee-per-gas", "0", "--gas-price", "0", "--auto-impersonate"];
  const node = await startAnvil(["--chain-id", "31337", ...time, ...free]);
  try {
    const deployer = createDeployer(node.rpcUrl, devnetAccount(ACCOUNT_INDEX.deployer), artifacts);
    await deployer.rpc("anvil_setBlockTimestampInterval", [0]);
    const scenario = await deployScenario(deployer);
    const { number, timestamp } = await deployer.client.getBlock();
    const state = stripState((await deployer.rpc("anvil_dumpState", [])) as Hex);
    const info: DevnetInfo = { chainId: 31337, timestamp: Number(timestamp), block: Number(number), ...scenario };
    await writeWhole(join(dir, STATE_FILE), JSON.stringify(state));
    await writeWhole(join(dir, ALLOCS_FILE), JSON.stringify(toAllocs(state)));
    await writeWhole(join(dir, INFO_FILE), `${JSON.stringify(info, null, 2)}\n`); // last: its presence means complete
  } finally {
    await node.stop();
  }
}

/** Compiled contracts, from the cache when neither compiler nor contract has changed. */
async function cachedArtifacts(): Promise<Artifacts> {
  const path = join(CACHE, `compiled-${await compileHash()}.json`);
  if (await exists(path)) return JSON.parse(await readFile(path, "utf8")) as Artifacts;
  const artifacts = await loadArtifacts(ROOT);
  await writeWhole(path, JSON.stringify(artifacts));
  return artifacts;
}

/** Points the fixed paths at a build, unless they point there already. */
async function publish(hash: string, dir: string): Promise<void> {
  const pointer = join(CACHE, "current.json");
  const wanted = `${JSON.stringify({ dir: hash })}\n`;
  if ((await readFile(pointer, "utf8").catch(() => "")) === wanted) return;
  for (const file of [ALLOCS_FILE, INFO_FILE])
    await writeWhole(join(CACHE, file), await readFile(join(dir, file), "utf8"));
  await writeWhole(pointer, wanted);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
