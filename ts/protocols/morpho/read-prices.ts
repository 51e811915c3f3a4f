import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { morphoLensAbi } from "../../generated/MorphoLens.ts";
import { decodePrices } from "./lens.ts";

const ORACLES_PER_CALL = 80;

/**
 * What oracles of Morpho say at one block, each asked once; null for one that reverts or could not be asked.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readPrices(
  context: Context,
  oracles: readonly Address[],
  blockNumber: bigint,
): Promise<ReadonlyMap<Address, bigint | null>> {
  const each = [...new Set(oracles)];
  const prices = await readBatched<Address, bigint | null>(each, {
    batchSize: ORACLES_PER_CALL,
    concurrency: context.config.concurrency,
    signal: context.signal,
    read: async (batch) => {
      const [done, , records] = await callDeployless(context.client, {
        contract: "MorphoLens",
        abi: morphoLensAbi,
        functionName: "prices",
        args: [batch],
        blockNumber,
      });
      return decodePrices(records, Number(done));
    },
    failed: () => null,
  });
  return new Map(each.map((oracle, index) => [oracle, prices[index]!]));
}
