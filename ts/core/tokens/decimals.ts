import { type Address, type PublicClient, parseAbi } from "viem";
import { RevertError } from "../errors/errors.ts";

/** The widest amount has 78 digits: more decimals mean nothing. */
const MOST_DECIMALS = 77;

/** As the widest word: what no token has is an answer as well, which the client would refuse to read as a byte, or read past it. */
export const DECIMALS_ABI = parseAbi(["function decimals() view returns (uint256)"]);

/**
 * What a contract answered to {@link DECIMALS_ABI}; undefined where it did not answer, or answered what no token has. Anybody's contract may
 * claim any number, and a power of ten of some millions takes half a minute.
 */
export function believable(answer: unknown, most = MOST_DECIMALS): number | undefined {
  return typeof answer === "bigint" && answer <= BigInt(most) ? Number(answer) : undefined;
}

/**
 * Decimals of a token, or of a price feed, that nobody has looked at.
 * @throws RevertError, as the chain's own answer, for one that says what no token has; what the client throws
 */
export async function readDecimals(
  client: Pick<PublicClient, "readContract">,
  address: Address,
  blockNumber: bigint,
): Promise<number> {
  const read = { address, abi: DECIMALS_ABI, functionName: "decimals", blockNumber } as const;
  const decimals = believable(await client.readContract(read));
  if (decimals === undefined) throw new RevertError(`the contract ${address} does not tell its decimals`);
  return decimals;
}
