// How long it takes from a price change to a simulated plan, beside one call of the same node.
import { performance } from "node:perf_hooks";
import { type Address, createPublicClient, http, parseAbi } from "viem";
import { viemChain } from "../../ts/chains/viem-chain.ts";
import { renderTable } from "../../ts/cli/print/table.ts";
import { loadConfig } from "../../ts/core/config/config.ts";
import type { Context } from "../../ts/core/context.ts";
import type { ProtocolName } from "../../ts/core/names/names.ts";
import { ROOT } from "../../ts/core/root.ts";
import { resolveBlock } from "../../ts/core/rpc/block.ts";
import { movePrice, startDevnet } from "../../ts/devnet/index.ts";
import { loadBook } from "../../ts/flow/find/load-book.ts";
import { simulateProposal } from "../../ts/flow/simulate-proposal.ts";
import type { Measured } from "./measured.ts";
import { median } from "./median.ts";

interface LatencyRow {
  readonly protocol: ProtocolName;
  /** Median over the rounds, milliseconds. */
  readonly milliseconds: number;
  /** The same as a multiple of one `eth_call` of the account's health next to it: the median of the rounds' own. */
  readonly perCall: number;
}

const ROUNDS = 25;
const WARM_UP = 3;
/** Calls before each round, and as many after it. */
const CALLS = 10;

export async function flows(): Promise<Measured> {
  const latency = await measureLatency();
  return { data: { latency, rounds: ROUNDS }, text: report(latency) };
}

/** Price change -> discover, read, assess, plan, simulate, for the reference account of each protocol. */
async function measureLatency(): Promise<LatencyRow[]> {
  const devnet = await startDevnet();
  try {
    const client = createPublicClient({ chain: await viemChain("devnet"), transport: http(devnet.rpcUrl) });
    const context: Context = {
      config: loadConfig({ flags: { rpcUrl: devnet.rpcUrl, minProfitUsd: "0" }, env: {}, cwd: ROOT }, []),
      client,
      // Whatever an earlier local chain had deployed: here the code is injected.
      book: await loadBook("devnet"),
      logger: { debug() {}, info() {}, warn() {} },
      signal: new AbortController().signal,
    };
    const { aave, morpho } = devnet.info.borrowers;
    const accounts = [
      ["aave-v3", aave.find(({ label }) => label === "reference")!.address],
      ["morpho", morpho.find(({ label }) => label === "liquidatable")!.address],
    ] as const;
    const { pool } = devnet.info.addresses.aave.main;
    const call = () => healthOf(client, pool, accounts[0][1]);
    const rows: LatencyRow[] = [];
    for (const [protocol, user] of accounts) {
      const rounds = await repeat(
        call,
        (round) => movePrice(client, "WETH", BigInt(2_600 - round) * 10n ** 8n),
        async () => {
          const block = await resolveBlock(client, { tag: "latest" });
          const trial = await simulateProposal(context, { ...OPEN, user, protocols: [protocol], block });
          if (!trial.simulation.ok) throw new Error(`${protocol}: ${trial.simulation.reason.message}`);
        },
      );
      const milliseconds = Math.round(median(rounds.map(({ action }) => action)));
      rows.push({
        protocol,
        milliseconds,
        perCall: Math.round(median(rounds.map(({ action, call }) => action / call))),
      });
    }
    return rows;
  } finally {
    await devnet.stop();
  }
}

const OPEN = {
  market: null,
  collateral: null,
  debt: null,
  repay: "max",
  funding: "auto",
  inKind: false,
  target: null,
  caller: null,
  fork: false,
} as const;

const POOL = parseAbi([
  "function getUserAccountData(address) view returns (uint256, uint256, uint256, uint256, uint256, uint256)",
]);

function healthOf(client: Context["client"], address: Address, user: Address) {
  return client.readContract({ address, abi: POOL, functionName: "getUserAccountData", args: [user] });
}

interface Round {
  readonly action: number;
  /** Of one call, as the mean of those made next to the action: whatever else the machine does slows both. */
  readonly call: number;
}

/** Milliseconds of each round; what comes before the action is not counted. The first rounds warm up. */
async function repeat(
  call: () => Promise<unknown>,
  before: (round: number) => Promise<unknown>,
  action: () => Promise<unknown>,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let round = 1 - WARM_UP; round <= ROUNDS; round += 1) {
    await before(round);
    const calls = await timeOf(() => times(CALLS, call));
    const one = await timeOf(action);
    const more = await timeOf(() => times(CALLS, call));
    if (round > 0) rounds.push({ action: one, call: (calls + more) / (2 * CALLS) });
  }
  return rounds;
}

async function timeOf(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** One after the other. */
async function times(count: number, action: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 1) await action();
}

function report(latency: readonly LatencyRow[]): string {
  return renderTable(
    [
      { head: "price change to simulated plan" },
      { head: "median", align: "right" },
      { head: "x one eth_call", align: "right" },
    ],
    latency.map(({ protocol, milliseconds, perCall }) => [protocol, `${milliseconds} ms`, String(perCall)]),
  );
}
