import { type Address, erc20Abi, isAddressEqual, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import type { ReadAt } from "./read-right.ts";

/** What lies at the liquidator of a token, zero: ether; token units or wei. Throws what the client throws. */
export async function readHeld(
  { client }: Pick<Context, "client">,
  { address, blockNumber }: ReadAt,
  token: Address,
): Promise<bigint> {
  if (isAddressEqual(token, zeroAddress)) return client.getBalance({ address, blockNumber });
  return client.readContract({
    address: token,
    abi: erc20Abi,
    functionName: "balanceOf",
    args: [address],
    blockNumber,
  });
}
