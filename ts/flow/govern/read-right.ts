import { type Abi, type Address, getAbiItem, getAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { LISTS, type ListName, VALUES, type Value, type ValueName } from "./rights.ts";

/** Where it is read. */
export interface ReadAt {
  /** Of the liquidator. */
  readonly address: Address;
  readonly blockNumber: bigint;
}

/** Whether a list of the liquidator has somebody. Throws what the client throws. */
export async function readAllowed(
  { client }: Pick<Context, "client">,
  at: ReadAt,
  list: ListName,
  who: Address,
): Promise<boolean> {
  return client.readContract({ ...at, abi: flashLiquidatorAbi, functionName: LISTS[list].getter, args: [who] });
}

/** One value of the liquidator, basis points as bigint. Throws what the client throws. */
export async function readValue({ client }: Pick<Context, "client">, at: ReadAt, name: ValueName): Promise<Value> {
  const { getter, kind } = VALUES[name];
  const { outputs } = getAbiItem({ abi: flashLiquidatorAbi, name: getter });
  const answer: unknown = await client.readContract({ ...at, abi: flashLiquidatorAbi as Abi, functionName: getter });
  // one output is answered as it is, several as a list
  const index = outputs.findIndex((output) => output.name === name);
  const value = Array.isArray(answer) ? answer[index] : answer;
  if (kind === "address") return getAddress(value as Address);
  return kind === "bps" ? BigInt(value as number) : (value as boolean);
}
