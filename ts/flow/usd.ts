import type { Token } from "../core/token.ts";

/** Debt units to USD with 8 decimals, rounded down. */
export function toUsdDown(amount: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return (amount * priceUsd) / 10n ** BigInt(decimals);
}

/** USD with 8 decimals to token units, rounded up. */
export function fromUsdUp(usd: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return (usd * 10n ** BigInt(decimals) + priceUsd - 1n) / priceUsd;
}

/** USD with 8 decimals as a person reads it, cut to the cent: never more than it is. */
export function usdText(value: bigint): string {
  const cents = (value < 0n ? 999_999n - value : value) / 1_000_000n;
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0n ? "-" : ""}$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
}
