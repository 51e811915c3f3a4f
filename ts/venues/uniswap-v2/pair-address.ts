import { type Address, encodePacked, getContractAddress, keccak256 } from "viem";
import type { UniswapV2Deployment } from "./addresses.ts";

/** Where a factory creates the pair of two tokens: CREATE2 with the tokens in order, packed, as salt. */
export function pairAddress(
  { factory, pairInitCodeHash }: Pick<UniswapV2Deployment, "factory" | "pairInitCodeHash">,
  a: Address,
  b: Address,
): Address {
  const [token0, token1] = BigInt(a) < BigInt(b) ? [a, b] : [b, a];
  const salt = keccak256(encodePacked(["address", "address"], [token0, token1]));
  return getContractAddress({ opcode: "CREATE2", from: factory, salt, bytecodeHash: pairInitCodeHash });
}
