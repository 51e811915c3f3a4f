import { UsageError } from "../errors/errors.ts";

/** Decimals of every USD amount inside this project. */
export const USD_DECIMALS = 8;

/** Decimals of gwei in wei. */
export const GWEI_DECIMALS = 9;

/**
 * A non-negative decimal numeral as an integer scaled by 10^decimals, digit for digit: nothing is rounded.
 * Underscores may group digits (`1_000.50`).
 * @param what names the value in the error, e.g. "--min-profit"
 * @throws UsageError when it is not such a numeral or has more digits after the point than the unit.
 * @example parseDecimal("12.5", 8, "--min-profit") // 1250000000n
 */
export function parseDecimal(text: string, decimals: number, what: string): bigint {
  const match = /^(\d[\d_]*)(?:\.(\d[\d_]*))?$/.exec(text.trim());
  if (!match) {
    throw new UsageError(`${what} must be a decimal number such as 12.5, not ${JSON.stringify(text)}`, {
      hint: "write it without sign, exponent, thousands separator or currency",
    });
  }
  const whole = match[1]!.replaceAll("_", "");
  const fraction = (match[2] ?? "").replaceAll("_", "");
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > decimals) {
    throw new UsageError(`${what} has ${significant.length} decimals and the unit has ${decimals}: ${text}`);
  }
  return BigInt(whole + significant.padEnd(decimals, "0"));
}

/**
 * The shortest exact numeral of a scaled integer.
 * @example formatDecimal(1250000000n, 8) // "12.5"
 */
export function formatDecimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * A whole number in a range.
 * @throws UsageError outside of it.
 */
export function parseWhole(text: string, what: string, range: { readonly min: bigint; readonly max: bigint }): bigint {
  const value = /^\d[\d_]*$/.test(text.trim()) ? BigInt(text.trim().replaceAll("_", "")) : null;
  if (value === null || value < range.min || value > range.max) {
    throw new UsageError(
      `${what} must be a whole number from ${range.min} to ${range.max}, not ${JSON.stringify(text)}`,
    );
  }
  return value;
}
