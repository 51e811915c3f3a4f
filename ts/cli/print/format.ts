import { formatUnits } from "viem";
import { GWEI_DECIMALS, USD_DECIMALS } from "../../core/math/decimal.ts";
import { divNearest } from "../../core/math/div-nearest.ts";
import { grouped } from "../../core/math/grouped.ts";
import type { Token } from "../../core/tokens/token.ts";

const UNKNOWN = "?";
const MAX_UINT256 = 2n ** 256n - 1n;

/** A fixed-point number as a person writes it: every digit, or without the zeros at its end. */
function written(value: bigint, decimals: number, fixed: boolean): string {
  const [whole = "0", fraction = ""] = formatUnits(value < 0n ? -value : value, decimals).split(".");
  const kept = fixed ? fraction.padEnd(decimals, "0") : fraction.replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${grouped(whole)}${kept === "" ? "" : `.${kept}`}`;
}

/** To at most `places` digits after the point, half away from zero; what would be zero and is not keeps a `<` or `>`. */
function rounded(value: bigint, decimals: number, places: number, fixed: boolean): string {
  const shown = decimals > places ? divNearest(value, 10n ** BigInt(decimals - places)) : value;
  if (value === 0n || shown !== 0n) return written(shown, Math.min(decimals, places), fixed);
  return `${value < 0n ? ">" : "<"}${written(value < 0n ? -1n : 1n, places, fixed)}`;
}

/**
 * USD with 8 decimals, to the nearest cent.
 * @example formatUsd(123456_78900000n) // "$123,456.79"
 */
export function formatUsd(value: bigint | null): string {
  if (value === null) return UNKNOWN;
  return rounded(value, USD_DECIMALS, 2, true).replace(/^([<>]?)(-?)/, "$1$2$$");
}

/** A price in USD with 8 decimals: cents for what costs a dollar or more, every digit below. */
export function formatPrice(value: bigint | null): string {
  if (value === null) return UNKNOWN;
  return value >= 10n ** BigInt(USD_DECIMALS) ? formatUsd(value) : `$${written(value, USD_DECIMALS, false)}`;
}

/**
 * A token amount to the nearest of at most 6 decimals, with its symbol.
 * @example formatAmount(1_500_000n, USDC) // "1.5 USDC"
 */
export function formatAmount(value: bigint, { decimals, symbol }: Pick<Token, "decimals" | "symbol">): string {
  return `${rounded(value, decimals, 6, false)} ${symbol}`;
}

/**
 * A fixed-point number with every digit that it has.
 * @example formatExact(1234_500000n, 6) // "1,234.5"
 */
export function formatExact(value: bigint, decimals: number): string {
  return written(value, decimals, false);
}

/** A health factor (WAD), truncated to 4 decimals so that 0.99999 never shows as 1; `∞` without debt, `?` when unknown. */
export function formatHealthFactor(value: bigint | null): string {
  if (value === null) return UNKNOWN;
  return value >= MAX_UINT256 / 2n ? "∞" : written(value / 10n ** 14n, 4, true);
}

/** Basis points as a percentage: 10500 is `105 %`. */
export function formatBps(value: bigint | number | null): string {
  return value === null ? UNKNOWN : `${rounded(BigInt(value), 2, 2, false)} %`;
}

/** Wei of the native token as gwei, to the nearest thousandth. */
export function formatGwei(value: bigint): string {
  return `${rounded(value, GWEI_DECIMALS, 3, false)} gwei`;
}

/** A whole number such as gas: 447458 is `447,458`. */
export function formatCount(value: bigint): string {
  return written(value, 0, false);
}

/** Seconds since 1970 as a UTC time without fractions. */
export function formatTime(timestamp: bigint): string {
  return `${new Date(Number(timestamp) * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The first and last digits of an address or hash, for tables. */
export function shorten(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}
