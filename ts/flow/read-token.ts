import { type Address, erc20Abi } from "viem";
import type { Context } from "../core/context.ts";
import { UsageError } from "../core/errors/errors.ts";
import { readDecimals } from "../core/tokens/decimals.ts";
import type { Token } from "../core/tokens/token.ts";

/**
 * The token that a person has named by its address.
 * @throws UsageError when nothing is there; as {@link readDecimals}
 */
export async function readToken(
  { client }: Pick<Context, "client">,
  address: Address,
  blockNumber: bigint,
): Promise<Token> {
  const read = { address, abi: erc20Abi, blockNumber } as const;
  try {
    const [decimals, symbol] = await Promise.all([
      readDecimals(client, address, blockNumber),
      client.readContract({ ...read, functionName: "symbol" }).catch(() => address.slice(0, 6)),
    ]);
    return { address, decimals, symbol };
  } catch (error) {
    if ((await client.getCode({ address, blockNumber })) !== undefined) throw error;
    throw new UsageError(`there is no token at ${address}`, { hint: "check the token and --chain" });
  }
}
