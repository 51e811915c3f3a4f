import { formatUnits } from "viem";
import { USD_DECIMALS } from "../../core/decimal.ts";
import type { Token } from "../../core/token.ts";

const UNKNOWN = "?";
const WAD_DECIMALS = 18;
const MAX_UINT256 = 2n ** 256n - 1n;

/** `1234.5` as `1,234.5`. */
function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Digits cut (never rounded up) to `places` after the point; a value too small to show keeps a `<`. */
function cut(value: bigint, decimals: number, places: number, fixed: boolean): string {
  const negative = value < 0n;
  const [whole = "0", fraction = ""] = formatUnits(negative ? -value : value, decimals).split(".");
  const kept = fixed ? fraction.slice(0, places).padEnd(places, "0") : fraction.slice(0, places).replace(/0+$/, "");
  const tiny = value !== 0n && whole === "0" && /^0*$/.test(kept);
  const shown = tiny
    ? `0.${"0".repeat(Math.max(0, places - 1))}1`
    : `${grouped(whole)}${kept === "" ? "" : `.${kept}`}`;
  return `${tiny ? "<" : ""}${negative ? "-" : ""}${shown}`;
}

/**
 * USD with 8 decimals, to the cent.
 * @example formatUsd(123456_78900000n) // "$123,456.78"
 */
export function formatUsd(value: bigint | null): string {
  if (value === null) return UNKNOWN;
  const text = cut(value, USD_DECIMALS, 2, true);
  return text.replace(/^(<?)(-?)/, "$1$2$");
}

/** A price in USD with 8 decimals: cents for what costs a dollar or more, every digit below. */
export function formatPrice(value: bigint | null): string {
  if (value === null) return UNKNOWN;
  return value >= 10n ** BigInt(USD_DECIMALS) ? formatUsd(value) : `$${cut(value, USD_DECIMALS, USD_DECIMALS, false)}`;
}

/**
 * A token amount to at most 6 decimals, with its symbol.
 * @example formatAmount(1_500_000n, USDC) // "1.5 USDC"
 */
export function formatAmount(value: bigint, { decimals, symbol }: Pick<Token, "decimals" | "symbol">): string {
  return `${cut(value, decimals, 6, false)} ${symbol}`;
}

/** A health factor (WAD), cut to 4 decimals so that 0.99999 never shows as 1; `∞` without debt, `?` when unknown. */
export function formatHealthFactor(value: bigint | null): string {
  if (value === null) return UNKNOWN;
  return value >= MAX_UINT256 / 2n ? "∞" : cut(value, WAD_DECIMALS, 4, true);
}

/** Basis points as a percentage: 10500 is `105 %`. */
export function formatBps(value: bigint | number | null): string {
  return value === null ? UNKNOWN : `${cut(BigInt(value), 2, 2, false)} %`;
}

/** Wei of the native token as gwei. */
export function formatGwei(value: bigint): string {
  return `${cut(value, 9, 3, false)} gwei`;
}

/** Seconds since 1970 as a UTC time without fractions. */
export function formatTime(timestamp: bigint): string {
  return `${new Date(Number(timestamp) * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** The first and last digits of an address or hash, for tables. */
export function shorten(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}
