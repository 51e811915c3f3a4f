import { type Address, encodeAbiParameters, getContractAddress, keccak256 } from "viem";
import { inOrder } from "../../core/tokens/in-order.ts";
import type { UniswapV3Deployment } from "./addresses.ts";

/** Where a factory creates the pool of two tokens: CREATE2 with the tokens in order and the fee as salt. */
export function poolAddress(
  { factory, poolInitCodeHash }: Pick<UniswapV3Deployment, "factory" | "poolInitCodeHash">,
  a: Address,
  b: Address,
  fee: number,
): Address {
  const key = encodeAbiParameters(
    [{ type: "address" }, { type: "address" }, { type: "uint24" }],
    [...inOrder(a, b), fee],
  );
  return getContractAddress({ opcode: "CREATE2", from: factory, salt: keccak256(key), bytecodeHash: poolInitCodeHash });
}
