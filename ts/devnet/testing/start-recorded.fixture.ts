import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClient, type Hex, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";
import { startAnvil } from "../node/start-anvil.ts";
import { type RecordedFile, type RecordedTransaction, readRecorded } from "./recorded-files.fixture.ts";

/** Ethereum's time between blocks: interest depends on blocks alone, never on the wall clock. */
const SECONDS_PER_BLOCK = 12;

/** What a transaction may need besides its recorded gas: lists of what it touches are not sent again. */
const GAS_OF_ACCESS_LISTS = 200_000n;

/** Wide enough for every recorded contract: some were put together from several and are larger than a chain allows. */
const LOOSE = ["--code-size-limit", "1000000", "--disable-min-priority-fee", "--order", "fifo"];

/** A chain that goes on from a recorded state, on which any address may send transactions. */
export interface RecordedState extends Omit<RecordedFile, "state" | "check"> {
  readonly rpcUrl: string;
  readonly client: ReturnType<typeof connect>;
  /** Ends the node and resolves when it is gone. */
  stop(): Promise<void>;
  /** Runs `work` and takes back everything it did to the chain. */
  undoing<T>(work: () => Promise<T>): Promise<T>;
}

export interface RecordedOptions {
  /** Mines what was recorded with the state into the first block, and compares what it logs. */
  readonly replay?: boolean;
  /** Absent: that of the chain that was recorded. Signatures that contracts check are of that chain. */
  readonly chainId?: number;
  /** By the newest rules instead of those of the time that was recorded: contracts of today can be deployed. Absent: no. */
  readonly newestRules?: boolean;
  /**
   * Reads what the state's `check` tells, in its order. Needed where there is one: a slot that was not recorded is 0 and
   * looks like data.
   */
  readonly check?: (
    client: RecordedState["client"],
    addresses: RecordedFile["addresses"],
  ) => Promise<readonly bigint[]>;
}

/**
 * Starts anvil on a recorded state. One block has been mined on it, at the time of the block that was recorded or would have
 * followed; before one is mined, calls see a clock of 1.
 * @throws when the state does not read as its `check` says, is not checked although it could be, or does otherwise than was
 * recorded.
 */
export async function startRecorded(file: string, options: RecordedOptions = {}): Promise<RecordedState> {
  const { state, check, ...recorded } = readRecorded(file);
  const { chainId = recorded.chainId } = options;
  const hardfork = options.newestRules ? null : recorded.hardfork;
  if (check && !options.check) throw new Error(`${file} must be checked first: ${check.call}`);
  const folder = mkdtempSync(join(tmpdir(), "fliq-recorded-"));
  const flags = [
    ...["--load-state", join(folder, "state.json"), "--chain-id", String(chainId)],
    ...["--number", String(recorded.block), "--timestamp", String(recorded.timestamp)],
    ...["--block-base-fee-per-gas", String(recorded.baseFee), "--gas-price", "0"],
    ...(hardfork ? ["--hardfork", hardfork] : []),
    ...LOOSE,
  ];
  try {
    writeFileSync(join(folder, "state.json"), JSON.stringify(state));
    const node = await startAnvil(flags);
    try {
      const client = connect(node.rpcUrl, chainId);
      await client.request({ method: "anvil_autoImpersonateAccount" as never, params: [true] as never });
      await client.setNextBlockTimestamp({ timestamp: recorded.timestamp + BigInt(SECONDS_PER_BLOCK) });
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: recorded.baseFee });
      if (options.replay) await replay(client, recorded.transactions);
      else await client.mine({ blocks: 1 });
      await client.setBlockTimestampInterval({ interval: SECONDS_PER_BLOCK });
      if (check) compare(file, check, await options.check!(client, recorded.addresses));
      return {
        ...recorded,
        chainId,
        rpcUrl: node.rpcUrl,
        client,
        stop: node.stop,
        undoing: (work) => undoing(client, work),
      };
    } catch (error) {
      await node.stop();
      throw error;
    }
  } finally {
    // anvil has read it when it answers
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(file: string, check: NonNullable<RecordedFile["check"]>, found: readonly bigint[]): void {
  if (found.map(String).join() === check.returns.join()) return;
  throw new Error(`${file} reads ${found.join()} where ${check.call} is ${check.returns.join()}`);
}

/** Mines the transactions together, as they were. */
async function replay(client: RecordedState["client"], transactions: readonly RecordedTransaction[]): Promise<void> {
  if (transactions.length === 0) throw new Error("no transaction was recorded with this state");
  await client.setAutomine(false);
  const hashes: Hex[] = [];
  for (const { from, to, value, gas, input } of transactions) {
    const enough = BigInt(gas) * 2n + GAS_OF_ACCESS_LISTS;
    const sent = { account: from, to, value: BigInt(value), gas: enough, gasPrice: 0n, data: input };
    hashes.push(await client.sendTransaction(sent));
  }
  await client.mine({ blocks: 1 });
  await client.setAutomine(true);
  for (const [place, { ok, logs }] of transactions.entries()) {
    const receipt = await client.getTransactionReceipt({ hash: hashes[place]! });
    const found = receipt.logs.map(({ address, topics, data }) => [address, topics, data]);
    const recorded = logs.map(({ address, topics, data }) => [address, topics, data]);
    const same = JSON.stringify(found).toLowerCase() === JSON.stringify(recorded).toLowerCase();
    if ((receipt.status === "success") !== ok || !same) throw new Error(`transaction ${place} does not as it did`);
  }
}

async function undoing<T>(client: RecordedState["client"], work: () => Promise<T>): Promise<T> {
  const id = await client.snapshot();
  try {
    return await work();
  } finally {
    await client.revert({ id });
  }
}

function connect(rpcUrl: string, id: number) {
  const chain = { ...foundry, id };
  return createTestClient({ chain, mode: "anvil", transport: http(rpcUrl), pollingInterval: 10 })
    .extend(publicActions)
    .extend(walletActions);
}
