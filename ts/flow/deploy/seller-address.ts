import { type Address, getContractAddress, zeroHash } from "viem";
import { sellerCode } from "./seller-code.ts";

/**
 * Creates what it is sent by CREATE2, salt first. At this address on every chain of the books, and on anvil.
 * Source: github.com/Arachnid/deterministic-deployment-proxy
 */
export const FACTORY: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C";

/**
 * Where the seller is, or would be: it follows from the code, so it needs no record and is the same on every chain.
 * @throws ConfigError when the contracts were not compiled.
 */
export function sellerAddress(): Address {
  return getContractAddress({ opcode: "CREATE2", from: FACTORY, salt: zeroHash, bytecode: sellerCode() });
}
