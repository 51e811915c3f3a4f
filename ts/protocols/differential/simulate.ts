import { type Address, type Hex, toHex } from "viem";
import type { Rpc } from "./rpc.ts";
import type { Overrides } from "./storage.ts";

export interface SimulatedCall {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  /** Wei; absent: none. */
  readonly value?: Hex;
}

export interface SimulatedLog {
  readonly address: Address;
  readonly topics: [Hex, ...Hex[]];
  readonly data: Hex;
}

/** What a call did: returned data and events, or the data it reverted with. */
export type SimulatedResult =
  | { readonly ok: true; readonly data: Hex; readonly logs: readonly SimulatedLog[] }
  | { readonly ok: false; readonly data: Hex };

interface RawResult {
  readonly status: Hex;
  readonly returnData: Hex;
  readonly logs?: readonly SimulatedLog[];
  readonly error?: { readonly data?: Hex; readonly message?: string };
}

const GAS = toHex(8_000_000);

/** Runs calls one after the other in one pretended block on top of the latest; nothing stays. */
export async function simulate(
  rpc: Rpc,
  time: bigint,
  overrides: Overrides,
  calls: readonly SimulatedCall[],
): Promise<SimulatedResult[]> {
  const [results] = await simulateBlocks(rpc, [{ time, overrides, calls }]);
  return results!;
}

/** One of several pretended blocks. */
export interface SimulatedBlock {
  readonly time: bigint;
  /** As contracts see it, for those that count blocks; absent: the next one. */
  readonly number?: bigint;
  readonly overrides: Overrides;
  readonly calls: readonly SimulatedCall[];
}

/**
 * The same in blocks one on top of the other: what a block overrides hides what those before it did there.
 * @param blocks their times and numbers rise
 */
export async function simulateBlocks(rpc: Rpc, blocks: readonly SimulatedBlock[]): Promise<SimulatedResult[][]> {
  const blockStateCalls = blocks.map(({ time, number, overrides, calls }) => ({
    blockOverrides: { time: toHex(time), ...(number !== undefined && { number: toHex(number) }) },
    stateOverrides: overrides.toRpc(),
    calls: calls.map((call) => ({ ...call, gas: GAS })),
  }));
  const answers = (await rpc("eth_simulateV1", [{ blockStateCalls, validation: false }, "latest"])) as {
    calls: RawResult[];
  }[];
  return answers.map((block) => block.calls.map(resultOf));
}

function resultOf({ status, returnData, logs, error }: RawResult): SimulatedResult {
  return BigInt(status) === 1n
    ? { ok: true, data: returnData, logs: logs ?? [] }
    : { ok: false, data: error?.data ?? returnData };
}

/** Plays cases several at a time, so that the node is busy while this process computes. Order does not matter to any case. */
export async function playAll(count: number, play: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await play(next++);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}
