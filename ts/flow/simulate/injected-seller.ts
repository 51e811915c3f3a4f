import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { ConfigError } from "../../core/errors/errors.ts";
import { sellerCode } from "../deploy/seller-code.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";

/** `Selling` of contracts/types/Plan.sol. */
const BY_SELLER = 2;

/** Whether some plan sells through the seller. */
export function needsSeller(plans: readonly PlannedLiquidation[]): boolean {
  return plans.some(({ onChain }) => onChain.selling === BY_SELLER);
}

/** Runtime code of the seller, as its constructor leaves it. */
export async function sellerRuntime({ client }: Pick<Context, "client">, blockNumber?: bigint): Promise<Hex> {
  const { data } = await client.call({ data: sellerCode(), ...(blockNumber !== undefined && { blockNumber }) });
  if (!data || data === "0x") throw new ConfigError("the constructor of Seller returned no code");
  return data;
}
