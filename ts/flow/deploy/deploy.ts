import { type Address, getContractAddress, type Hex, keccak256, TransactionNotFoundError, zeroAddress } from "viem";
import { checkDeployment, type DeploymentRecord, readDeployments, recordDeployment } from "../../chains/deployments.ts";
import type { Context } from "../../core/context.ts";
import { ConfigError, DeploymentError, SignerError } from "../../core/errors/errors.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { deployData, runtimeCode } from "../../simulators/liquidator-code.ts";
import { type LiquidatorSetup, setupOf } from "../../simulators/setup.ts";
import { requireReceiver } from "../govern/require-receiver.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, readGasPrice } from "../plan/gas.ts";
import { allowedBy } from "./allowed-by.ts";
import { dropJournal, type SentDeployment, unfinishedDeployment } from "./deploy-journal.ts";
import { runDeployScript } from "./run-deploy-script.ts";
import { verifyDeployment } from "./verify-deployment.ts";

/** Gas that every deployment takes. */
const LEAST_GAS = 2_000_000n;

export interface DeployRequest {
  readonly contract: LiquidatorName;
  readonly owner: Address;
  readonly receiver: Address;
  /** Empty: the account that deploys. */
  readonly operators: readonly Address[];
  readonly ownerMinBonusShareBps: number;
  readonly ownerMaxTipBps: number;
  /** Who deploys. The key signs, and reaches the script through its environment only; null in a dry run without one. */
  readonly signer: { readonly address: Address; readonly privateKey: Hex | null };
  /** False: the script runs without sending; without a key it does not run at all. */
  readonly send: boolean;
  /** Who sells on venues that the liquidator does not know; absent: nobody. */
  readonly seller?: Address;
  /** Contracts that a run of the same account would have deployed before, had it been sent. */
  readonly before?: number;
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
 * Runs script/Deploy.s.sol for one liquidator, reads back from the chain everything it was told to set, and records it. What
 * is already there with the same code and the same settings is not deployed again.
 * @throws RefusedError when gas is above the limit, and for what the constructor or {@link requireReceiver} refuses;
 * DeploymentError when the script fails, another run is at it, or the chain differs.
 */
export async function deploy(context: Context, request: DeployRequest): Promise<Deployed> {
  const { book, client, config } = context;
  const { contract } = request;
  const allowed = allowedBy(contract, book);
  if (allowed.markets.length === 0) {
    throw new ConfigError(`${book.name} has no market for ${contract}, so there is no use in deploying it`);
  }
  requireReceiver(request.receiver, { seller: request.seller ?? zeroAddress, book });
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const gasPrice = await readGasPrice(context, blockNumber);
  const setup = setupOf(book, {
    ...allowed,
    ...(request.seller && { seller: request.seller }),
    owner: request.owner,
    receiver: request.receiver,
    operators: request.operators.length > 0 ? request.operators : [request.signer.address],
    minBonusShareBps: request.ownerMinBonusShareBps,
    maxTipBps: request.ownerMaxTipBps,
  });
  const there = await recorded(context, contract);
  if (there && (await isSame(context, contract, { record: there, setup, blockNumber }))) {
    return { contract, address: there.address, setup, record: there, wasThere: true, gas: 0n, gasPrice };
  }
  if (there) context.logger.warn(`the record of ${contract} at ${there.address} gives way to the new one`);

  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  if (request.send) await requireFunds(context, request.signer.address, gasPrice);
  // what the constructor refuses is said in words, before anything is signed
  await runtimeCode(context, contract, setup, blockNumber);
  const sent = await sendScript(context, contract, setup, { request, gasPrice });
  if (sent === null) {
    const from = request.signer.address;
    const [nonce, gas] = await Promise.all([
      client.getTransactionCount({ address: from }),
      client.estimateGas({ account: from, data: deployData(contract, setup) }),
    ]);
    const address = getContractAddress({ from, nonce: BigInt(nonce + (request.before ?? 0)) });
    return { contract, address, setup, record: null, wasThere: false, gas, gasPrice };
  }
  const { address } = sent;
  const { record, gas } = await finish(context, contract, { sent, setup });
  return { contract, address, setup, record, wasThere: false, gas, gasPrice };
}

/** What was sent, now or by an earlier run; null in a dry run. */
async function sendScript(
  context: Context,
  contract: LiquidatorName,
  setup: LiquidatorSetup,
  { request: { signer, send }, gasPrice }: { readonly request: DeployRequest; readonly gasPrice: GasPrice },
): Promise<SentDeployment | null> {
  const { privateKey } = signer;
  if (privateKey === null) {
    if (send) throw new SignerError("nothing can be deployed without a key");
    return null;
  }
  const fees = feesToSign(gasPrice, context.config.maxGasPriceWei);
  const earlier = send ? await sentEarlier(context, contract) : null;
  return earlier ?? (await runDeployScript(context, contract, setup, { signer: { privateKey }, send, fees }));
}

/** A deployment that was paid for and never recorded, as long as the chain knows of it. */
async function sentEarlier(
  { book, client, config: { deploymentsDir }, logger }: Context,
  contract: LiquidatorName,
): Promise<SentDeployment | null> {
  const sent = await unfinishedDeployment({ chainId: book.chainId, contract, deploymentsDir });
  if (sent === null) return null;
  const { address, txHash: hash, journal } = sent;
  const isKnown = await client.getTransaction({ hash }).catch((error: unknown) => {
    if (error instanceof TransactionNotFoundError) return null;
    throw error;
  });
  if (isKnown === null) {
    logger.warn("an earlier deployment never reached the chain and is forgotten", { contract, txHash: hash });
    await dropJournal(journal);
    return null;
  }
  logger.warn(`${contract} was sent to ${address} before and not recorded: that is finished now`, { txHash: hash });
  return sent;
}

/** Waits for what was sent, verifies and records it. Its notes stay until that is done, unless it must not be used. */
async function finish(
  context: Context,
  contract: LiquidatorName,
  { sent, setup }: { sent: SentDeployment; setup: LiquidatorSetup },
): Promise<{ readonly record: DeploymentRecord; readonly gas: bigint }> {
  const { address, txHash, journal } = sent;
  const { client, book, config, signal } = context;
  try {
    const { blockNumber: block, gasUsed } = await waitForReceipt(client, { hash: txHash, signal });
    const runtimeCodeHash = await verifyDeployment(context, contract, { address, setup, blockNumber: block });
    const constructorArgs = plainArgs(setup);
    const record: DeploymentRecord = { address, block: Number(block), txHash, constructorArgs, runtimeCodeHash };
    await recordDeployment(book.chainId, contract, record, config.deploymentsDir);
    await dropJournal(journal);
    return { record, gas: gasUsed };
  } catch (error) {
    if (error instanceof DeploymentError) {
      await dropJournal(journal);
      throw error;
    }
    const why = describeReadError(error);
    throw new DeploymentError(
      `${contract} was sent to ${address} by transaction ${txHash}, and is not recorded: ${why}`,
      {
        hint: "run the same command again: it goes on from there and sends nothing more",
        numbers: { address, txHash },
        cause: error,
      },
    );
  }
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
async function recorded({ book, client, config }: Context, contract: LiquidatorName) {
  const record = (await readDeployments(book.chainId, config.deploymentsDir)).contracts[contract];
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

function plainArgs({ setup }: LiquidatorSetup): DeploymentRecord["constructorArgs"] {
  return JSON.parse(JSON.stringify(setup));
}

function sorted(args: object): [string, unknown][] {
  return Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
}
