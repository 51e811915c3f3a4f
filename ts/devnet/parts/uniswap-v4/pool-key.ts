import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters, zeroAddress } from "viem";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS, type Asset } from "../../shared/assets.ts";
import type { Currency, UniswapV4PoolAddresses } from "./addresses.ts";

/** What the manager knows a pool by. */
export interface PoolKey {
  currency0: Address;
  currency1: Address;
  fee: number;
  tickSpacing: number;
  hooks: Address;
}

type Tokens = SharedAddresses["tokens"];

export function poolKey(tokens: Tokens, pool: Omit<UniswapV4PoolAddresses, "id">): PoolKey {
  const { currency0, currency1, fee, tickSpacing } = pool;
  const [first, second] = [addressOf(tokens, currency0), addressOf(tokens, currency1)];
  return { currency0: first, currency1: second, fee, tickSpacing, hooks: zeroAddress };
}

export function poolId({ currency0, currency1, fee, tickSpacing, hooks }: PoolKey): Hex {
  const types = parseAbiParameters("address, address, uint24, int24, address");
  return keccak256(encodeAbiParameters(types, [currency0, currency1, fee, tickSpacing, hooks]));
}

export function addressOf(tokens: Tokens, currency: Currency): Address {
  return currency === "ETH" ? zeroAddress : tokens[currency];
}

export function assetOf(currency: Currency): Asset {
  return ASSETS[currency === "ETH" ? "WETH" : currency];
}
