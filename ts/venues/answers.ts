import type { Abi, Address } from "viem";
import type { Context } from "../core/context.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import { saidByChain } from "../core/errors/said-by-chain.ts";

/** Calldata of the questions in one call. */
export const BYTES_PER_CALL = 5_000;

/** A question to a contract that may not have the function, or not be there. */
export interface Question {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

/** What was answered, in the order of the questions. */
export interface Answers {
  /** Undefined where the contract did not answer, or was not asked. */
  readonly values: readonly unknown[];
  /** What kept some from being asked, by their place. */
  readonly failures: ReadonlyMap<number, unknown>;
}

/**
 * Asks contracts that nobody has looked at, all in one call where they fit and nothing need be deployed.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function ask(
  { client, signal }: Pick<Context, "client" | "signal">,
  questions: readonly Question[],
  blockNumber: bigint,
): Promise<Answers> {
  if (questions.length === 0) return { values: [], failures: new Map() };
  const answers = await client.multicall({
    contracts: [...questions] as never,
    deployless: true,
    batchSize: BYTES_PER_CALL,
    blockNumber,
  });
  if (signal.aborted) throw new InterruptedError();
  const failures = new Map<number, unknown>();
  const values = (answers as { status: string; result?: unknown; error?: unknown }[]).map((answer, place) => {
    if (answer.status === "success") return answer.result;
    if (!saidByChain(answer.error)) failures.set(place, answer.error);
    return undefined;
  });
  return { values, failures };
}
