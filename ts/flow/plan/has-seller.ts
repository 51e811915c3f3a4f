import { type Address, parseAbi, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import type { Once } from "../../core/data/once.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";

const LIQUIDATOR = parseAbi(["function seller() view returns (address)"]);

/**
 * Whether a liquidator has a companion to sell through. One that is not deployed yet would get one, and one that could not be asked may
 * have one: the simulation tells.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function hasSeller(
  { client, logger, signal }: Context,
  liquidator: Address | null,
  blockNumber: bigint,
  once: Once,
): Promise<boolean> {
  if (liquidator === null) return true;
  const read = { address: liquidator, abi: LIQUIDATOR, functionName: "seller", blockNumber } as const;
  try {
    return (await once(`seller ${blockNumber} ${liquidator}`, () => client.readContract(read))) !== zeroAddress;
  } catch (error) {
    if (signal.aborted) throw new InterruptedError();
    logger.warn("the liquidator could not be asked for its seller", { reason: describeReadError(error) });
    return true;
  }
}
