import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Address, getAddress, type Hex, isAddressEqual, keccak256, zeroAddress } from "viem";
import { z } from "zod";
import { type DeploymentRecord, recordDeployment } from "../chains/deployments.ts";
import { ROOT } from "../chains/root.ts";
import type { Context } from "../core/context.ts";
import { ConfigError, DeploymentError } from "../core/errors.ts";
import { aaveV3LiquidatorAbi } from "../generated/AaveV3Liquidator.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { runtimeCode } from "../simulators/liquidator-code.ts";
import { type LiquidatorSetup, setupOf } from "../simulators/setup.ts";
import { type GasPrice, readGasPrice } from "./gas.ts";
import { refuseExpensiveGas } from "./submit.ts";
import type { PlannedLiquidation, ProtocolName } from "./types.ts";

type Contract = PlannedLiquidation["contract"];

export interface DeployRequest {
  readonly protocol: ProtocolName;
  readonly owner: Address;
  readonly receiver: Address;
  /** Empty: the account that deploys. */
  readonly operators: readonly Address[];
  readonly ownerMaxSlippageBps: number;
  readonly ownerMaxTipBps: number;
  /** Signs; reaches the script through its environment only. */
  readonly signer: { readonly address: Address; readonly privateKey: Hex };
  /** False: the script runs without sending. */
  readonly send: boolean;
}

/** One liquidator, deployed and verified, or what it would be. */
export interface Deployed {
  readonly contract: Contract;
  /** Where the script put it; in a dry run where it would be. */
  readonly address: Address;
  readonly setup: LiquidatorSetup;
  /** Null in a dry run. */
  readonly record: DeploymentRecord | null;
  readonly gasPrice: GasPrice;
}

const SCRIPT = "script/Deploy.s.sol";

/**
 * Runs script/Deploy.s.sol for one protocol, reads back from the chain everything it was told to set, and records it.
 * @throws RefusedError when gas is above the limit, DeploymentError when the script fails or the chain differs.
 */
export async function deploy(context: Context, request: DeployRequest): Promise<Deployed> {
  const { book, client, config } = context;
  const protocol = PROTOCOLS[request.protocol];
  const { contract } = protocol;
  if (protocol.allowed(book).markets.length === 0) {
    throw new ConfigError(`${book.name} has no market of ${request.protocol}, so there is nothing to deploy for it`);
  }
  const gasPrice = await readGasPrice(context, await client.getBlockNumber({ cacheTime: 0 }));
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const setup = setupOf(protocol, book, {
    owner: request.owner,
    receiver: request.receiver,
    operators: request.operators.length > 0 ? request.operators : [request.signer.address],
    maxSlippageBps: request.ownerMaxSlippageBps,
    maxTipBps: request.ownerMaxTipBps,
  });
  const input = await writeInput(contract, setup, book.chainId);
  await runScript(context, contract, { setup, input, request });
  const { address, txHash } = await readBroadcast(book.chainId, contract, request.send);
  if (!request.send) return { contract, address, setup, record: null, gasPrice };

  const receipt = await client.waitForTransactionReceipt({ hash: txHash, pollingInterval: 250 });
  const runtimeCodeHash = await verify(context, contract, address, { setup, blockNumber: receipt.blockNumber });
  const record: DeploymentRecord = {
    address,
    block: Number(receipt.blockNumber),
    txHash,
    constructorArgs: JSON.parse(JSON.stringify({ ...setup.setup, uniswapV3: setup.uniswapV3 })),
    runtimeCodeHash,
  };
  await recordDeployment(book.chainId, contract, record);
  return { contract, address, setup, record, gasPrice };
}

/** The chain's part of the script's input: markets, lenders, Uniswap V3. */
async function writeInput(contract: Contract, { setup, uniswapV3 }: LiquidatorSetup, chainId: number): Promise<string> {
  const folder = join(ROOT, ".cache", "deploy");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${chainId}-${contract}.json`);
  const { wrappedNative, markets, lenders } = setup;
  await writeFile(file, JSON.stringify({ chainId, wrappedNative, uniswapV3, [contract]: { markets, lenders } }));
  return file;
}

async function runScript(
  { config, signal }: Context,
  contract: Contract,
  { setup: { setup }, input, request }: { setup: LiquidatorSetup; input: string; request: DeployRequest },
): Promise<void> {
  if (config.rpcUrl === null) throw new ConfigError("there is no endpoint to deploy to");
  // Neither the key nor the endpoint, which may hold one too, goes on a command line.
  const env = {
    ...process.env,
    FLIQ_PRIVATE_KEY: request.signer.privateKey,
    DEPLOY_RPC_URL: config.rpcUrl,
    LEAF: contract,
    OWNER: setup.owner,
    RECEIVER: setup.receiver,
    OPERATORS: setup.operators.join(","),
    MAX_SLIPPAGE_BPS: String(setup.maxSlippageBps),
    MAX_TIP_BPS: String(setup.maxTipBps),
    DEPLOY_INPUT: input,
  };
  const sending = request.send ? ["--broadcast", "--slow"] : [];
  const args = ["script", SCRIPT, "--rpc-url", "deployment", "--non-interactive", ...sending];
  const output = await run(forgeBinary(), args, { cwd: ROOT, env, signal });
  if (output.code === 0) return;
  const said = output.text.split("\n").findLast((line) => /error|revert/i.test(line));
  throw new DeploymentError(`the deployment of ${contract} failed: ${said?.trim() ?? "forge gave no reason"}`);
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
      reject(new DeploymentError("forge could not be started", { cause, hint: "run npm ci" })),
    );
    child.on("close", (code) => resolve({ code, text }));
  });
}

const broadcastSchema = z.object({
  transactions: z.array(z.object({ hash: z.string().nullish(), contractAddress: z.string().nullish() })).min(1),
});

/** What forge wrote about the run; a dry run has its own folder and no hash. */
async function readBroadcast(
  chainId: number,
  contract: Contract,
  sent: boolean,
): Promise<{ address: Address; txHash: Hex }> {
  const folder = join(ROOT, "broadcast", "Deploy.s.sol", String(chainId), ...(sent ? [] : ["dry-run"]));
  const text = await readFile(join(folder, "run-latest.json"), "utf8");
  const { transactions } = broadcastSchema.parse(JSON.parse(text));
  const { hash, contractAddress } = transactions[0]!;
  if (!contractAddress || (sent && !hash)) {
    throw new DeploymentError(`forge did not record where it deployed ${contract}`, { hint: "look into broadcast/" });
  }
  return { address: getAddress(contractAddress), txHash: (hash ?? "0x") as Hex };
}

/**
 * Reads back what the constructor was told.
 * @returns keccak256 of the code on chain
 */
async function verify(
  context: Context,
  contract: Contract,
  address: Address,
  { setup, blockNumber }: { setup: LiquidatorSetup; blockNumber: bigint },
): Promise<Hex> {
  const { client } = context;
  const read = { address, abi: aaveV3LiquidatorAbi, blockNumber } as const;
  const [code, expected, owner, [receiver, maxSlippageBps, maxTipBps, paused]] = await Promise.all([
    client.getCode({ address, blockNumber }),
    runtimeCode(context, contract, setup, blockNumber),
    client.readContract({ ...read, functionName: "owner" }),
    client.readContract({ ...read, functionName: "settings" }),
  ]);
  const wrong = (what: string) =>
    new DeploymentError(`${contract} at ${address} has ${what}`, { hint: "do not use it" });
  if (code !== expected) throw wrong("other code than was compiled");
  if (!isAddressEqual(owner, setup.setup.owner)) throw wrong(`owner ${owner}`);
  if (!isAddressEqual(receiver, setup.setup.receiver)) throw wrong(`receiver ${receiver}`);
  if (maxSlippageBps !== setup.setup.maxSlippageBps || maxTipBps !== setup.setup.maxTipBps || paused) {
    throw wrong("other limits than asked for");
  }
  const lists = [
    ["isOperator", setup.setup.operators],
    ["isMarket", setup.setup.markets],
  ] as const;
  for (const [functionName, addresses] of lists) {
    for (const one of addresses) {
      const allowed = await client.readContract({ ...read, functionName, args: [one] });
      if (!allowed && !isAddressEqual(one, zeroAddress)) throw wrong(`${functionName}(${one}) = false`);
    }
  }
  for (const lender of setup.setup.lenders) {
    if (!(await client.readContract({ ...read, functionName: "isLender", args: [lender] }))) {
      throw wrong(`isLender(${lender}) = false`);
    }
  }
  return keccak256(code);
}
