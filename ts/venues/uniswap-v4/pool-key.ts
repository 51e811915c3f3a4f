import { type Address, encodeAbiParameters, type Hex, keccak256, zeroAddress } from "viem";
import { inOrder } from "../../core/tokens/in-order.ts";
import type { TokenPair } from "../venue.ts";

/** What tells one pool from another. Ether is the zero currency. */
export interface PoolKey {
  readonly currency0: Address;
  readonly currency1: Address;
  /** Hundredths of a basis point; {@link DYNAMIC}: what the hook has set. */
  readonly fee: number;
  readonly tickSpacing: number;
  /** Whose code runs with every swap; zero: nobody's. */
  readonly hooks: Address;
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

/** Stands for a fee that the hook sets. */
export const DYNAMIC = 0x800000;
const OF_HOOKS = [...USUAL, ...USUAL.map(([, tickSpacing]) => [DYNAMIC, tickSpacing] as const)];

/** Pools of two tokens that are worth looking for, and of ether where one of the two is its wrapped form: without hooks, and with each of these. */
export function keysOf([a, b]: TokenPair, wrappedNative: Address, allowed: readonly Address[]): PoolKey[] {
  const isNative = (token: Address) => token.toLowerCase() === wrappedNative.toLowerCase();
  const pairs: [Address, Address][] = [[a, b]];
  if (isNative(a)) pairs.push([zeroAddress, b]);
  if (isNative(b)) pairs.push([a, zeroAddress]);
  return pairs.flatMap((pair) => {
    const [currency0, currency1] = inOrder(...pair);
    const tokenOf = (currency: Address) => (currency === zeroAddress ? wrappedNative : currency);
    const tokens = [tokenOf(currency0), tokenOf(currency1)] as const;
    return [zeroAddress, ...allowed].flatMap((hooks) =>
      (hooks === zeroAddress ? USUAL : OF_HOOKS).map(
        ([fee, tickSpacing]): PoolKey => ({ currency0, currency1, fee, tickSpacing, hooks, tokens }),
      ),
    );
  });
}

/** By which the manager knows it. */
export function poolId({ currency0, currency1, fee, tickSpacing, hooks }: Omit<PoolKey, "tokens">): Hex {
  const types = ["address", "address", "uint24", "int24", "address"].map((type) => ({ type }));
  return keccak256(encodeAbiParameters(types, [currency0, currency1, fee, tickSpacing, hooks]));
}
