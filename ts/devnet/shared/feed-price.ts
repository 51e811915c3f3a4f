import { type Address, type Client, parseAbi } from "viem";
import { readContract } from "viem/actions";

const FEED = parseAbi(["function latestAnswer() view returns (int256)"]);

/** USD with 8 decimals. */
export function feedPrice(client: Client, feed: Address): Promise<bigint> {
  return readContract(client, { address: feed, abi: FEED, functionName: "latestAnswer" });
}
