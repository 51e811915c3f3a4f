import type { Abi, Address } from "viem";
import type { Context } from "../core/context.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import { saidByChain } from "../core/errors/said-by-chain.ts";
import { readsAt } from "../core/rpc/reads-at.ts";

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
 * Asks contracts that nobody has looked at, together with all else that is asked at the moment: nothing need be deployed.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function ask(
  { client, signal }: Pick<Context, "client" | "signal">,
  questions: readonly Question[],
  blockNumber: bigint,
): Promise<Answers> {
  const read = readsAt(client, blockNumber);
  const answers = await Promise.allSettled(questions.map((question) => read(question as never)));
  if (signal.aborted) throw new InterruptedError();
  const failures = new Map<number, unknown>();
  const values = answers.map((answer, place) => {
    if (answer.status === "fulfilled") return answer.value;
    if (!saidByChain(answer.reason)) failures.set(place, answer.reason);
    return undefined;
  });
  return { values, failures };
}

/** What was answered of one of several: `failure` where a question of its could not be asked. */
export interface OwnAnswers {
  readonly values: readonly unknown[];
  readonly failure: unknown;
}

/** The questions of several, asked together, and what was answered of each. Errors as {@link ask}. */
export async function askEach(
  context: Pick<Context, "client" | "signal">,
  perOne: readonly (readonly Question[])[],
  blockNumber: bigint,
): Promise<OwnAnswers[]> {
  const { values, failures } = await ask(context, perOne.flat(), blockNumber);
  let next = 0;
  return perOne.map((own) => {
    const [begin, end] = [next, next + own.length];
    next = end;
    const [, failure] = [...failures].find(([place]) => place >= begin && place < end) ?? [];
    return { values: values.slice(begin, end), failure };
  });
}
