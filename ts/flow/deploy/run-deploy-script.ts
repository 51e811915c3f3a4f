import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { DeploymentError, InterruptedError } from "../../core/errors/errors.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { ROOT } from "../../core/root.ts";
import type { LiquidatorSetup } from "../../simulators/setup.ts";
import {
  dropJournal,
  journalFile,
  openJournal,
  readJournal,
  refuseSecondRun,
  type SentDeployment,
} from "./deploy-journal.ts";
import { pinnedEndpoint } from "./pinned-endpoint.ts";

const SCRIPT = "Deploy.s.sol";
/** Of the compiler, in the folder that foundry.toml names. */
const CACHE_FILE = "solidity-files-cache.json";

export interface DeployScriptOptions {
  /** Reaches the script through its environment only. */
  readonly signer: { readonly privateKey: Hex };
  /** False: the script runs without sending. */
  readonly send: boolean;
  /** Wei per gas. */
  readonly fees: { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint };
}

/**
 * Runs script/Deploy.s.sol. Neither the key nor the endpoint, which may hold one too, goes on a command line or stays behind in a
 * file. What it signs is for the chain that was checked and no other, and pays at most the fees given.
 * @returns where the contract is, with the journal that the caller drops when it is recorded; null in a dry run
 * @throws DeploymentError when the script fails
 */
export async function runDeployScript(
  context: Context,
  contract: LiquidatorName,
  setup: LiquidatorSetup,
  options: DeployScriptOptions,
): Promise<SentDeployment | null> {
  // forge signs for the chain that its endpoint names last
  const endpoint = await pinnedEndpoint(context);
  try {
    return await runScript(context, contract, setup, { ...options, rpcUrl: endpoint.url });
  } finally {
    await endpoint.close();
  }
}

async function runScript(
  { book, config, signal }: Context,
  contract: LiquidatorName,
  setup: LiquidatorSetup,
  { signer, send, fees, rpcUrl }: DeployScriptOptions & { readonly rpcUrl: string },
): Promise<SentDeployment | null> {
  const undertaking = { chainId: book.chainId, contract, deploymentsDir: config.deploymentsDir };
  if (send) await refuseSecondRun(undertaking);
  const journal = await openJournal(undertaking);
  const { owner, receiver, seller, operators, minBonusShareBps, maxTipBps } = setup.setup;
  const { FLIQ_KEYSTORE_PASSWORD: _, no_proxy: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    FLIQ_PRIVATE_KEY: signer.privateKey,
    DEPLOY_RPC_URL: rpcUrl,
    // no other machine's business
    NO_PROXY: "127.0.0.1",
    LEAF: contract,
    OWNER: owner,
    RECEIVER: receiver,
    SELLER: seller,
    OPERATORS: operators.join(","),
    MIN_BONUS_SHARE_BPS: String(minBonusShareBps),
    MAX_TIP_BPS: String(maxTipBps),
    DEPLOY_INPUT: await writeInput(journal.folder, contract, setup, book.chainId),
    FOUNDRY_BROADCAST: journal.folder,
    FOUNDRY_CACHE_PATH: await ownCache(journal.folder),
  };
  const paying = [
    "--with-gas-price",
    String(fees.maxFeePerGas),
    "--priority-gas-price",
    String(fees.maxPriorityFeePerGas),
  ];
  const sending = send ? ["--broadcast", "--slow", ...paying] : [];
  const args = ["script", `script/${SCRIPT}`, "--rpc-url", "deployment", "--non-interactive", ...sending];
  const file = journalFile(journal);
  let isKept = false;
  try {
    const output = await run(forgeBinary(), args, { cwd: ROOT, env, signal });
    // what may have been sent must be found again
    isKept = send && existsSync(file);
    if (output.code !== 0) throw failure(contract, output.text, isKept ? file : null);
    return send ? await readJournal(journal) : null;
  } catch (error) {
    isKept = existsSync(file) && send;
    throw error;
  } finally {
    if (!isKept) await dropJournal(journal);
  }
}

/**
 * forge notes its endpoint next to the compiler's cache, and trips over another run that does so at the same time. Each run
 * has a copy of that cache, so that nothing is compiled again.
 */
async function ownCache(folder: string): Promise<string> {
  const [own, shared] = [join(folder, "cache"), join(ROOT, "cache", CACHE_FILE)];
  await mkdir(own);
  if (existsSync(shared)) await copyFile(shared, join(own, CACHE_FILE));
  return own;
}

function failure(contract: LiquidatorName, text: string, journal: string | null): DeploymentError {
  const said = text.split("\n").findLast((line) => /error|revert/i.test(line));
  return new DeploymentError(`the deployment of ${contract} failed: ${said?.trim() ?? "forge gave no reason"}`, {
    ...(journal && { hint: `before another attempt see in ${journal} whether a transaction was sent` }),
  });
}

/** The chain's part of the script's input: markets, lenders, deployments of others. */
async function writeInput(
  folder: string,
  contract: LiquidatorName,
  { setup }: LiquidatorSetup,
  chainId: number,
): Promise<string> {
  const file = join(folder, "input.json");
  const { wrappedNative, deployments, markets, lenders } = setup;
  await writeFile(file, JSON.stringify({ chainId, wrappedNative, deployments, [contract]: { markets, lenders } }));
  return file;
}

/** The binary itself: its npm wrapper would add a process that a signal does not reach. */
function forgeBinary(): string {
  const { resolve } = createRequire(import.meta.url);
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  try {
    const windows = process.platform === "win32";
    return resolve(`@foundry-rs/forge-${process.platform}-${arch}/bin/forge${windows ? ".exe" : ""}`);
  } catch {
    return "forge";
  }
}

function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<{ code: number | null; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    const collect = (chunk: Buffer) => {
      text += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (cause) =>
      reject(
        options.signal.aborted
          ? new InterruptedError()
          : new DeploymentError("forge could not be started", { cause, hint: "run npm ci" }),
      ),
    );
    child.on("close", (code) => resolve({ code, text }));
  });
}
