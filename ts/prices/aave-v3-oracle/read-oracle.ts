import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { ABI } from "./abi.ts";

/** Price and failure both null: the oracle has none. */
export interface OracleAnswer {
  /** In the oracle's base currency unit. */
  readonly price: bigint | null;
  readonly failure: string | null;
}

/** Far less than nodes grant a call, also with sources that ask several contracts. */
const TOKENS_PER_CALL = 100;
const NONE: OracleAnswer = { price: null, failure: null };

/**
 * All tokens in one call, a hundred at most. The call reverts as a whole when the oracle has no source for one of them:
 * then each is asked for alone, as many at once as configured. One answer a token, in order.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readOracle(
  context: Context,
  oracle: Address,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<OracleAnswer[]> {
  const { client, config, signal } = context;
  const read = { address: oracle, abi: ABI, blockNumber } as const;
  const shared = {
    concurrency: config.concurrency,
    signal,
    failed: (_: Address, error: unknown): OracleAnswer => ({ price: null, failure: describeReadError(error) }),
  };
  // null: has to be asked for alone
  const together = await readBatched<Address, OracleAnswer | null>(tokens, {
    ...shared,
    batchSize: TOKENS_PER_CALL,
    read: async (batch) => {
      try {
        const prices = await client.readContract({ ...read, functionName: "getAssetsPrices", args: [batch] });
        return batch.map((_, index) => answerOf(prices[index] ?? 0n));
      } catch (error) {
        if (!isRevert(error)) throw error;
        return batch.map(() => (batch.length === 1 ? NONE : null));
      }
    },
  });
  const left = tokens.filter((_, index) => together[index] === null);
  const alone = await readBatched<Address, OracleAnswer>(left, {
    ...shared,
    batchSize: 1,
    read: async ([token]) => {
      try {
        return [answerOf(await client.readContract({ ...read, functionName: "getAssetPrice", args: [token!] }))];
      } catch (error) {
        if (!isRevert(error)) throw error;
        return [NONE];
      }
    },
  });
  const answers = new Map(left.map((token, index) => [token, alone[index]!]));
  return tokens.map((token, index) => together[index] ?? answers.get(token)!);
}

/** Aave's oracle answers zero where a source is broken and there is no fallback. */
function answerOf(price: bigint): OracleAnswer {
  return price === 0n ? NONE : { price, failure: null };
}

/** The oracle has no source for a token, or the source refuses. A fault of the node is something else. */
function isRevert(error: unknown): boolean {
  return /revert/i.test(describeReadError(error));
}
