import { formatDecimal } from "../../core/math/decimal.ts";
import { divNearest } from "../../core/math/div-nearest.ts";
import { divFloor } from "../../core/math/math.ts";
import type { Token } from "../../core/tokens/token.ts";

/** Token units, also fewer than none, to USD with 8 decimals, rounded down: a profit is never too large, nor a loss too small. */
export function toUsdDown(amount: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return divFloor(amount * priceUsd, 10n ** BigInt(decimals));
}

/** USD with 8 decimals to token units, rounded up. */
export function fromUsdUp(usd: bigint, { decimals }: Token, priceUsd: bigint): bigint {
  return (usd * 10n ** BigInt(decimals) + priceUsd - 1n) / priceUsd;
}

/** That one amount is below another, to the cent, or to the last digit where cents do not tell them apart. */
export function belowMinimumText(amount: bigint, minimum: bigint): string {
  const texts = [usdText(amount), usdText(minimum)] as const;
  const [less, least] =
    texts[0] === texts[1] ? [`$${formatDecimal(amount, 8)}`, `$${formatDecimal(minimum, 8)}`] : texts;
  return `${less} after gas, less than the minimum profit of ${least}`;
}

/** USD with 8 decimals as a person reads it, to the nearest cent, as the command line prints it. */
export function usdText(value: bigint): string {
  const cents = divNearest(value < 0n ? -value : value, 1_000_000n);
  const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0n && cents > 0n ? "-" : ""}$${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
}
