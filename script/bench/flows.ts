// The figures of this project, measured now and printed beside what they are to be compared with.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { type Address, createPublicClient, http, parseAbi } from "viem";
import { viemChain } from "../../ts/chains/viem-chain.ts";
import { renderTable } from "../../ts/cli/print/table.ts";
import { loadConfig } from "../../ts/core/config/config.ts";
import type { Context } from "../../ts/core/context.ts";
import { LIQUIDATOR_NAMES, type ProtocolName } from "../../ts/core/names/names.ts";
import { ROOT } from "../../ts/core/root.ts";
import { resolveBlock } from "../../ts/core/rpc/block.ts";
import { movePrice, startDevnet } from "../../ts/devnet/index.ts";
import { loadBook } from "../../ts/flow/find/load-book.ts";
import { simulateProposal } from "../../ts/flow/simulate-proposal.ts";
import type { Measured } from "./measured.ts";
import { median } from "./median.ts";

type RunForge = (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<unknown>;

/** One flow's gas: whole transaction, refunds included. */
interface GasRow {
  readonly flow: string;
  readonly gas: number;
  /** What must not be exceeded; null where nothing was promised. */
  readonly budget: number | null;
}

interface LatencyRow {
  readonly protocol: ProtocolName;
  /** Median over the rounds, milliseconds. */
  readonly milliseconds: number;
  /** The same as a multiple of one `eth_call` of the account's health next to it: the median of the rounds' own. */
  readonly perCall: number;
}

/** Measured once on throw-away contracts without any guard, same case, Aave V3.6 compiled alike. */
const PROTOTYPES: readonly GasRow[] = [
  { flow: "prototype: bare liquidationCall, debt asset owned", gas: 309_183, budget: null },
  { flow: "prototype: minimal flash swap", gas: 394_858, budget: null },
  { flow: "prototype: Aave flash loan and router", gas: 492_027, budget: null },
];

const BUDGETS: Readonly<Record<string, number>> = { "flash swap": 420_000, "aave flash loan": 530_000 };
const ROUNDS = 25;
const WARM_UP = 3;
/** Calls before each round, and as many after it. */
const CALLS = 10;

/** `forge` runs it with these arguments and this environment, and fails when it does. */
export async function flows(forge: RunForge): Promise<Measured> {
  const gas = await measureGas(forge);
  const latency = await measureLatency();
  return { data: { gas, prototypes: PROTOTYPES, latency, rounds: ROUNDS }, text: report(gas, latency) };
}

/** Runs the gas tests, which fail if a figure is not the committed one, and reads what they wrote. */
async function measureGas(forge: RunForge): Promise<GasRow[]> {
  await forge(["test", "--match-path", "test/gas/*"], { FORGE_SNAPSHOT_CHECK: "true" });
  const rows: GasRow[] = [];
  for (const contract of LIQUIDATOR_NAMES) {
    const file = await readFile(join(ROOT, "snapshots", `${contract}.json`), "utf8");
    for (const [flow, value] of Object.entries(JSON.parse(file) as Record<string, string>)) {
      rows.push({ flow: `${contract}: ${flow}`, gas: Number(value), budget: BUDGETS[flow] ?? null });
    }
  }
  return rows;
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

function report(gas: readonly GasRow[], latency: readonly LatencyRow[]): string {
  const gasTable = renderTable(
    [{ head: "gas of a whole transaction" }, { head: "gas", align: "right" }, { head: "budget", align: "right" }],
    [...gas, ...PROTOTYPES].map(({ flow, gas: used, budget }) => [
      flow,
      used.toLocaleString("en"),
      budget?.toLocaleString("en") ?? "",
    ]),
  );
  const latencyTable = renderTable(
    [
      { head: "price change to simulated plan" },
      { head: "median", align: "right" },
      { head: "x one eth_call", align: "right" },
    ],
    latency.map(({ protocol, milliseconds, perCall }) => [protocol, `${milliseconds} ms`, String(perCall)]),
  );
  return `${gasTable}\n\n${latencyTable}`;
}
