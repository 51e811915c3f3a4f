import type { Context } from "../../core/context.ts";
import { min } from "../../core/math/math.ts";
import { GAS_LIMIT_OF_A_TRANSACTION } from "../submit/build.ts";

/** Most gas that a transaction may ask for: what the protocol allows, and never more than a whole block has. */
export async function mostGas({ client }: Pick<Context, "client">, blockNumber: bigint): Promise<bigint> {
  const { gasLimit } = await client.getBlock({ blockNumber });
  return min(gasLimit, GAS_LIMIT_OF_A_TRANSACTION);
}
