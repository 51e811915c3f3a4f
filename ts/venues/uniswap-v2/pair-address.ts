import { type Address, concat, encodePacked, getContractAddress, keccak256 } from "viem";
import { inOrder } from "../../core/tokens/in-order.ts";
import type { UniswapV2Deployment } from "./addresses.ts";

/** Of Solidly's flag: a constant product. */
const NOT_STABLE = "0x00";

/** Where a factory creates the pair of two tokens: CREATE2 with the tokens in order, packed, as salt; of Solidly's kind a flag behind them. */
export function pairAddress(
  { kind, factory, pairInitCodeHash }: Pick<UniswapV2Deployment, "kind" | "factory" | "pairInitCodeHash">,
  a: Address,
  b: Address,
): Address {
  const packed = encodePacked(["address", "address"], inOrder(a, b));
  const salt = keccak256(kind === "solidly" ? concat([packed, NOT_STABLE]) : packed);
  return getContractAddress({ opcode: "CREATE2", from: factory, salt, bytecodeHash: pairInitCodeHash });
}
