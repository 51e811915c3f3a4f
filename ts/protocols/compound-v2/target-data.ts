import { type Address, encodeAbiParameters, type Hex, zeroAddress } from "viem";
import type { CompoundPair } from "./call.ts";

const PARAMETERS = [
  { name: "cTokenBorrowed", type: "address" },
  { name: "cTokenCollateral", type: "address" },
  { name: "native", type: "address" },
  { name: "keepsCTokens", type: "bool" },
] as const;

/**
 * `Target.data` of the Compound V2 leaf: the two cTokens, which of them is the chain's own coin's (zero: none of them), and whether what
 * is seized is kept.
 */
export function targetData({ debt, collateral }: CompoundPair, keepsCTokens: boolean): Hex {
  const native = [debt, collateral].find(({ isNative }) => isNative)?.cToken.address ?? (zeroAddress as Address);
  return encodeAbiParameters(PARAMETERS, [debt.cToken.address, collateral.cToken.address, native, keepsCTokens]);
}
