import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Address,
  BaseError,
  concat,
  decodeFunctionResult,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  parseAbi,
} from "viem";
import { ROOT } from "../../core/root.ts";
import { ONE_HOP, type Played, type PlayedTrade } from "./play-trades.fixture.ts";

const PROBE = parseAbi([
  "function sell(address seller, address tokenIn, uint256 amount, address tokenOut, bytes route) returns (uint256 paid, uint256 received)",
]);
const AT: Address = "0x00000000000000000000000000000000000000c9";

/** What a sale of tokens that lie in the seller does at that block, without sending anything; null where it reverts. */
export async function probeSale(
  client: Pick<PublicClient, "call">,
  seller: Address,
  { tokenIn, tokenOut, amount, hop }: PlayedTrade,
  blockNumber: bigint,
): Promise<Played | null> {
  const args = [seller, tokenIn, amount, tokenOut, concat([ONE_HOP, hop])] as const;
  const data = encodeFunctionData({ abi: PROBE, functionName: "sell", args });
  try {
    const stateOverride = [{ address: AT, code: runtimeCode("SaleProbe") }];
    const answer = await client.call({ to: AT, data, blockNumber, stateOverride, gas: 10_000_000n });
    const [paid, received] = decodeFunctionResult({ abi: PROBE, functionName: "sell", data: answer.data! });
    return { paid, received };
  } catch (error) {
    if (error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError)) return null;
    throw error;
  }
}

function runtimeCode(name: string): Hex {
  const artifact = JSON.parse(readFileSync(join(ROOT, "out", `${name}.sol`, `${name}.json`), "utf8"));
  return artifact.deployedBytecode.object;
}
