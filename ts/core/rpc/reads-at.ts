import type { Abi, Address, PublicClient } from "viem";
import { RpcError } from "../errors/errors.ts";
import { explainFailure } from "../errors/explain.ts";
import { divisible } from "./divisible.ts";
import { classifyReadError, describeReadError } from "./read-errors.ts";

/** One call of a contract, as viem takes it. */
interface Call {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

interface Waiting {
  readonly call: Call;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Client = Pick<PublicClient, "multicall">;

/** Of the calls of one request: with Multicall3 below what nodes take as creation code (EIP-3860: 49,152 bytes). */
const MOST_BYTES = 40_000;
/** Of the answers, which come back as the code of a contract would (EIP-170: 24,576 bytes): 160 bytes each, where one says a word. */
const MOST_CALLS = 150;
/** What wraps a call, with its selector; every argument is a word more. */
const BYTES_OF_CALL = 192;
const WORD = 32;

/**
 * Requests that may fail of those that one was split into: what one bad call costs until it stands alone is far less, and a node that fails
 * all of them must not cost hundreds.
 */
export const MOST_FAILED_REQUESTS = 64;

/** By client and block: what is asked in the present moment. */
const WAITING = new WeakMap<Client, Map<bigint, Waiting[]>>();

/**
 * Reads contracts at a block. All that is asked in the same moment, by whomever, goes in one request: Multicall3 as creation code, so that
 * the chain need not have it. A contract's refusal is that one call's; a failure of the request is that of all, and never passes for an
 * answer of the chain (`saidByChain`).
 */
export function readsAt(client: Client, blockNumber: bigint): PublicClient["readContract"] {
  const read = (call: Call): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const ofClient = WAITING.get(client) ?? new Map<bigint, Waiting[]>();
      WAITING.set(client, ofClient);
      const waiting = ofClient.get(blockNumber);
      if (waiting) {
        waiting.push({ call, resolve, reject });
        return;
      }
      const all = [{ call, resolve, reject }];
      ofClient.set(blockNumber, all);
      setImmediate(() => {
        ofClient.delete(blockNumber);
        for (const part of partsOf(all)) void answer(client, blockNumber, part, { failed: 0 });
      });
    });
  return read as unknown as PublicClient["readContract"];
}

/** As many of them in each as a request takes. */
function partsOf(waiting: readonly Waiting[]): Waiting[][] {
  const parts: Waiting[][] = [[]];
  let bytes = 0;
  for (const one of waiting) {
    const own = BYTES_OF_CALL + WORD * (one.call.args?.length ?? 0);
    if (bytes + own > MOST_BYTES || parts.at(-1)!.length === MOST_CALLS) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(one);
    bytes += own;
  }
  return parts;
}

/** Half of them at a time where the node says that less might do. `spent` is of the whole that the first of these requests asked. */
async function answer(
  client: Client,
  blockNumber: bigint,
  waiting: readonly Waiting[],
  spent: { failed: number },
): Promise<void> {
  const contracts = waiting.map(({ call }) => call);
  const how = { blockNumber, allowFailure: true, deployless: true, batchSize: 0 } as const;
  let results: readonly { error?: Error | undefined; result?: unknown; status: "success" | "failure" }[];
  try {
    results = await divisible(waiting.length > 1, () => client.multicall({ contracts, ...how }));
  } catch (error) {
    for (const { reject } of waiting) reject(error);
    return;
  }
  const [first] = results;
  const failure = results.every(({ error }) => error !== undefined && error === first?.error)
    ? first?.error
    : undefined;
  if (failure === undefined || !isOfRequest(failure)) {
    for (const [at, { error, result }] of results.entries()) {
      if (error === undefined) waiting[at]!.resolve(result);
      else waiting[at]!.reject(error);
    }
    return;
  }
  const mayHalve = ++spent.failed <= MOST_FAILED_REQUESTS && waiting.length > 1;
  if (mayHalve && classifyReadError(failure) === "shrink") {
    const middle = waiting.length >> 1;
    await Promise.all(
      [waiting.slice(0, middle), waiting.slice(middle)].map((half) => answer(client, blockNumber, half, spent)),
    );
    return;
  }
  const error = unasked(failure);
  for (const { reject } of waiting) reject(error);
}

/** Never an answer of the chain: a request that reverts as a whole, for want of gas, says nothing of what it asked. */
function unasked(failure: Error): RpcError {
  const said = explainFailure(failure);
  if (said instanceof RpcError) return said;
  return new RpcError("node-error", describeReadError(failure), { cause: failure, retryable: true });
}

/** Whether it is Multicall3 itself that did not answer, and no contract that it asked. */
function isOfRequest(error: Error): boolean {
  return !("functionName" in error) || error.functionName === "aggregate3";
}
