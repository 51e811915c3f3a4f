import { formatDecimal } from "../../core/math/decimal.ts";
import { divNearest } from "../../core/math/div-nearest.ts";
import { grouped } from "../../core/math/grouped.ts";
import { divFloor } from "../../core/math/math.ts";
import type { Token } from "../../core/tokens/token.ts";

/** Token units, also fewer than none, to USD with 8 decimals, rounded down: a profit is never too large, nor a loss too small. */
export function toUsdDown(amount: bigint, { decimals }: Pick<Token, "decimals">, priceUsd: bigint): bigint {
  return divFloor(amount * priceUsd, 10n ** BigInt(decimals));
}

/** USD with 8 decimals to token units, rounded up. */
export function fromUsdUp(usd: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return (usd * 10n ** BigInt(decimals) + priceUsd - 1n) / priceUsd;
}

const WEI_PER_NATIVE = 10n ** 18n;

/**
 * What wei of the native token are worth, USD with 8 decimals, rounded down.
 * @param nativePriceUsd of one whole native token
 * @returns null when either is not known
 */
export function weiToUsd(wei: bigint | null, nativePriceUsd: bigint | null): bigint | null {
  return wei === null || nativePriceUsd === null ? null : (wei * nativePriceUsd) / WEI_PER_NATIVE;
}

/** That one amount is below another. */
export function belowMinimumText(amount: bigint, minimum: bigint): string {
  const [less, least] = apart(amount, minimum);
  return `${less} after gas, less than the minimum profit of ${least}`;
}

/** Two amounts to the cent, or to the last digit where cents do not tell them apart. */
export function apart(one: bigint, other: bigint): readonly [string, string] {
  const texts = [usdText(one), usdText(other)] as const;
  return texts[0] === texts[1] ? [`$${formatDecimal(one, 8)}`, `$${formatDecimal(other, 8)}`] : texts;
}

/** USD with 8 decimals as a person reads it, to the nearest cent, as the command line prints it. */
export function usdText(value: bigint): string {
  const cents = divNearest(value < 0n ? -value : value, 1_000_000n);
  const whole = grouped((cents / 100n).toString());
  return `${value < 0n && cents > 0n ? "-" : ""}$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
}
