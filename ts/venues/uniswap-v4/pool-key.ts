import { type Address, encodeAbiParameters, type Hex, keccak256, zeroAddress } from "viem";
import { inOrder } from "../../core/tokens/in-order.ts";
import type { TokenPair } from "../venue.ts";

/** What tells one pool from another. Ether is the zero currency. No hooks. */
export interface PoolKey {
  readonly currency0: Address;
  readonly currency1: Address;
  /** Hundredths of a basis point. */
  readonly fee: number;
  readonly tickSpacing: number;
  /** What a route has for the two currencies: the wrapped native token for ether. */
  readonly tokens: readonly [Address, Address];
}

/** Fees and spacings that pools are made with where nobody wants it otherwise; any others are possible, and not found. */
const USUAL = [
  [100, 1],
  [500, 10],
  [3000, 60],
  [10_000, 200],
] as const;

/** Pools of two tokens that are worth looking for, and of ether where one of the two is its wrapped form. */
export function keysOf([a, b]: TokenPair, wrappedNative: Address): PoolKey[] {
  const isNative = (token: Address) => token.toLowerCase() === wrappedNative.toLowerCase();
  const pairs: [Address, Address][] = [[a, b]];
  if (isNative(a)) pairs.push([zeroAddress, b]);
  if (isNative(b)) pairs.push([a, zeroAddress]);
  return pairs.flatMap((pair) => {
    const [currency0, currency1] = inOrder(...pair);
    const tokenOf = (currency: Address) => (currency === zeroAddress ? wrappedNative : currency);
    const tokens = [tokenOf(currency0), tokenOf(currency1)] as const;
    return USUAL.map(([fee, tickSpacing]): PoolKey => ({ currency0, currency1, fee, tickSpacing, tokens }));
  });
}

/** By which the manager knows it. */
export function poolId({ currency0, currency1, fee, tickSpacing }: PoolKey): Hex {
  const types = ["address", "address", "uint24", "int24", "address"].map((type) => ({ type }));
  return keccak256(encodeAbiParameters(types, [currency0, currency1, fee, tickSpacing, zeroAddress]));
}
