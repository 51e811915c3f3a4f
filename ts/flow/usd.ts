import type { Token } from "../core/token.ts";

/** Debt units to USD with 8 decimals, rounded down. */
export function toUsdDown(amount: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return (amount * priceUsd) / 10n ** BigInt(decimals);
}

/** USD with 8 decimals to token units, rounded up. */
export function fromUsdUp(usd: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return (usd * 10n ** BigInt(decimals) + priceUsd - 1n) / priceUsd;
}
