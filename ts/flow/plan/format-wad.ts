/** A WAD with four decimals, cut: 0.99999 never shows as 1. */
export function formatWad(value: bigint): string {
  const digits = (value / 10n ** 14n).toString().padStart(5, "0");
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
