import { type Address, getContractAddress, type Hex, keccak256 } from "viem";
import { checkDeployment, type DeploymentRecord, readDeployments, recordDeployment } from "../chains/deployments.ts";
import type { Context } from "../core/context.ts";
import { formatDecimal } from "../core/decimal.ts";
import { ConfigError, SignerError } from "../core/errors.ts";
import type { LiquidatorName, ProtocolName } from "../core/names.ts";
import { waitForReceipt } from "../core/wait-for-receipt.ts";
import { allowedBy } from "../protocols/allowed-by.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { deployData, runtimeCode } from "../simulators/liquidator-code.ts";
import { type LiquidatorSetup, setupOf } from "../simulators/setup.ts";
import { refuseExpensiveGas } from "./expensive-gas.ts";
import { type GasPrice, readGasPrice } from "./gas.ts";
import { runDeployScript } from "./run-deploy-script.ts";
import { verifyDeployment } from "./verify-deployment.ts";

/** Gas that every deployment takes. */
const LEAST_GAS = 2_000_000n;

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
  /** Contracts that a run of the same account would have deployed before, had it been sent. */
  readonly before?: number;
  /** Folder of the project that keeps the record; a test has its own. */
  readonly recordsIn?: string;
}

/** One liquidator, deployed and verified, or what it would be. */
export interface Deployed {
  readonly contract: LiquidatorName;
  /** Where the script put it; in a dry run where it would be. */
  readonly address: Address;
  readonly setup: LiquidatorSetup;
  /** Null in a dry run. */
  readonly record: DeploymentRecord | null;
  /** True when the very same contract was there and recorded before, so that nothing was sent. */
  readonly wasThere: boolean;
  /** Gas that it took, or would take. */
  readonly gas: bigint;
  readonly gasPrice: GasPrice;
}

/**
 * Runs script/Deploy.s.sol for one protocol, reads back from the chain everything it was told to set, and records it. What
 * is already there with the same code and the same settings is not deployed again.
 * @throws RefusedError when gas is above the limit, DeploymentError when the script fails or the chain differs.
 */
export async function deploy(context: Context, request: DeployRequest): Promise<Deployed> {
  const { book, client, config } = context;
  const protocol = PROTOCOLS[request.protocol];
  const { contract } = protocol;
  if (protocol.markets(book).length === 0) {
    throw new ConfigError(`${book.name} has no market of ${request.protocol}, so there is nothing to deploy for it`);
  }
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const gasPrice = await readGasPrice(context, blockNumber);
  const setup = setupOf(book, {
    ...allowedBy(protocol, book),
    owner: request.owner,
    receiver: request.receiver,
    operators: request.operators.length > 0 ? request.operators : [request.signer.address],
    maxSlippageBps: request.ownerMaxSlippageBps,
    maxTipBps: request.ownerMaxTipBps,
  });
  const there = await recorded(context, contract, request.recordsIn);
  if (there && (await isSame(context, contract, { record: there, setup, blockNumber }))) {
    return { contract, address: there.address, setup, record: there, wasThere: true, gas: 0n, gasPrice };
  }
  if (there) context.logger.warn(`the record of ${contract} at ${there.address} gives way to the new one`);

  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  if (request.send) await requireFunds(context, request.signer.address, gasPrice);
  const sent = await runDeployScript(context, contract, setup, request);
  if (sent === null) {
    const from = request.signer.address;
    const [nonce, gas] = await Promise.all([
      client.getTransactionCount({ address: from }),
      client.estimateGas({ account: from, data: deployData(contract, setup) }),
    ]);
    const address = getContractAddress({ from, nonce: BigInt(nonce + (request.before ?? 0)) });
    return { contract, address, setup, record: null, wasThere: false, gas, gasPrice };
  }
  const { address, txHash } = sent;
  const { blockNumber: block, gasUsed } = await waitForReceipt(client, { hash: txHash });
  const runtimeCodeHash = await verifyDeployment(context, contract, { address, setup, blockNumber: block });
  const constructorArgs = plainArgs(setup);
  const record: DeploymentRecord = { address, block: Number(block), txHash, constructorArgs, runtimeCodeHash };
  await recordDeployment(book.chainId, contract, record, request.recordsIn);
  return { contract, address, setup, record, wasThere: false, gas: gasUsed, gasPrice };
}

/** forge asks five times before it believes that an account is empty. */
async function requireFunds({ client }: Context, account: Address, { baseFee, priorityFee }: GasPrice): Promise<void> {
  const balance = await client.getBalance({ address: account });
  const least = LEAST_GAS * (baseFee + priorityFee);
  if (balance >= least) return;
  const [has, needs] = [balance, least].map((wei) => formatDecimal(wei, 18));
  throw new SignerError(`${account} has ${has} of the native token, and deploying costs at least ${needs}`, {
    code: "insufficient-funds",
    hint: "fund the account that signs",
    numbers: { balance, least },
  });
}

/** The recorded deployment, if the chain has it. */
async function recorded({ book, client }: Context, contract: LiquidatorName, recordsIn: string | undefined) {
  const record = (await readDeployments(book.chainId, recordsIn)).contracts[contract];
  return record && (await checkDeployment(client, record)) === "matches" ? record : null;
}

/** Whether deploying would put the same code with the same settings on the chain a second time. */
async function isSame(
  context: Context,
  contract: LiquidatorName,
  { record, setup, blockNumber }: { record: DeploymentRecord; setup: LiquidatorSetup; blockNumber: bigint },
): Promise<boolean> {
  if (JSON.stringify(sorted(record.constructorArgs)) !== JSON.stringify(sorted(plainArgs(setup)))) return false;
  return record.runtimeCodeHash === keccak256(await runtimeCode(context, contract, setup, blockNumber));
}

function plainArgs({ setup, uniswapV3 }: LiquidatorSetup): DeploymentRecord["constructorArgs"] {
  return JSON.parse(JSON.stringify({ ...setup, uniswapV3 }));
}

function sorted(args: object): [string, unknown][] {
  return Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
}
