import {
  type Address,
  createTestClient,
  http,
  parseEther,
  publicActions,
  type TransactionReceipt,
  walletActions,
} from "viem";
import type { Context } from "../../core/context.ts";
import { RpcError } from "../../core/errors/errors.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { startAnvil } from "../../devnet/node/start-anvil.ts";
import { ethCall } from "../../simulators/eth-call.ts";
import { deployData, operatorOverride } from "../../simulators/liquidator-code.ts";
import { setupOf } from "../../simulators/setup.ts";
import { allowedBy } from "../deploy/allowed-by.ts";
import { pinnedEndpoint } from "../deploy/pinned-endpoint.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { needsSeller, sellerRuntime } from "./injected-seller.ts";
import { outcomeOf } from "./outcome-of.ts";
import { ANYBODY, NEXT_BLOCK_SECONDS, type SimulateOptions, standIn } from "./run-liquidator.ts";
import { callOf, judge } from "./simulate.ts";
import type { SimulationResult } from "./simulation.ts";
import { wordsFor } from "./words-for.ts";

/**
 * simulate, the thorough way: a throw-away anvil forks the endpoint at the block, the liquidator is deployed if need be,
 * and the transaction is mined. Anvil asks this process, which asks the endpoints: their addresses stay here.
 */
export async function simulateOnFork(
  context: Context,
  plan: PlannedLiquidation,
  options: SimulateOptions,
): Promise<SimulationResult> {
  const { book } = context;
  const endpoint = await pinnedEndpoint(context);
  const node = await startAnvil(["--chain-id", String(book.chainId), "--auto-impersonate"]);
  try {
    const fork = createTestClient({ mode: "anvil", transport: http(node.rpcUrl, { timeout: 120_000 }) })
      .extend(publicActions)
      .extend(walletActions);
    await fork.reset({ jsonRpcUrl: endpoint.url, blockNumber: options.blockNumber });
    const from = options.caller ?? ANYBODY;
    await fork.setBalance({ address: from, value: parseEther("100") });
    const injected = options.liquidator === null;
    if (options.liquidator !== null && options.caller === null) {
      for (const { address, stateDiff = [] } of operatorOverride(plan.contract, options.liquidator, from)) {
        for (const { slot, value } of stateDiff) await fork.setStorageAt({ address, index: slot, value });
      }
    }

    await fork.setNextBlockTimestamp({ timestamp: options.timestamp + 1n });
    const to = options.liquidator ?? (await deploy(fork, context, { from, plan }));
    const transaction = { from, to, data: callOf(plan) };
    await fork.setNextBlockTimestamp({ timestamp: options.timestamp + NEXT_BLOCK_SECONDS });
    const hash = await fork.sendTransaction({
      account: from,
      chain: null,
      to,
      data: transaction.data,
      gas: 10_000_000n,
    });
    const receipt = await waitForReceipt(fork, { hash, pollingMs: 50 });
    const common = { method: "fork", injected, transaction } as const;
    if (receipt.status === "success") {
      return {
        ok: true,
        ...common,
        ...judge(plan, outcomeOf(receipt, transaction), receipt.gasUsed, options.gasPrice),
      };
    }
    const again = await ethCall.run(
      { client: fork as never },
      {
        transaction,
        blockNumber: receipt.blockNumber - 1n,
        timestamp: options.timestamp + NEXT_BLOCK_SECONDS,
        stateOverride: [],
        words: wordsFor(plan),
      },
    );
    const unknown = { code: "reverted", message: "the transaction reverts, and only when it is mined" };
    return { ok: false, ...common, reason: again.ok ? unknown : again.reason };
  } finally {
    await node.stop();
    await endpoint.close();
  }
}

async function deploy(
  fork: {
    sendTransaction(args: { account: Address; chain: null; data: `0x${string}` }): Promise<`0x${string}`>;
    getTransactionReceipt(args: { hash: `0x${string}` }): Promise<TransactionReceipt>;
    setCode(args: { address: Address; bytecode: `0x${string}` }): Promise<void>;
  },
  { book }: Context,
  { from, plan }: { from: Address; plan: PlannedLiquidation },
): Promise<Address> {
  if (needsSeller([plan])) {
    await fork.setCode({ address: sellerAddress(), bytecode: await sellerRuntime({ client: fork as never }) });
  }
  const allowed = allowedBy(plan.contract, book);
  const data = deployData(plan.contract, setupOf(book, { ...standIn([plan], from), ...allowed }));
  const hash = await fork.sendTransaction({ account: from, chain: null, data });
  const { contractAddress, status } = await waitForReceipt(fork, { hash, pollingMs: 50 });
  if (status !== "success" || !contractAddress) {
    throw new RpcError("node-error", `${plan.contract} could not be deployed on the fork`, { retryable: false });
  }
  return contractAddress;
}
