import { RefusedError } from "../../core/errors/errors.ts";
import { formatDecimal, GWEI_DECIMALS } from "../../core/math/decimal.ts";
import { divUp, max, min } from "../../core/math/math.ts";
import type { SignedFees } from "../submit/complete-receipt.ts";

/** Nodes take a transaction in the place of another one at 10 % more, some at 12.5 %, and of both fees. In thousandths. */
const MORE = 1_125n;

/**
 * Fees at which a node takes a transaction in the place of one that is pending, and not less than what is asked for now.
 * @param before the highest that was offered; null when nobody knows
 * @throws RefusedError when that is above the limit
 */
export function replacementFees(before: SignedFees | null, market: SignedFees, maxGasPriceWei: bigint): SignedFees {
  const wanted = before ?? { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };
  const maxFeePerGas = max(market.maxFeePerGas, more(wanted.maxFeePerGas));
  const maxPriorityFeePerGas = min(maxFeePerGas, max(market.maxPriorityFeePerGas, more(wanted.maxPriorityFeePerGas)));
  if (maxFeePerGas <= maxGasPriceWei) return { maxFeePerGas, maxPriorityFeePerGas };
  const [needed, limit] = [maxFeePerGas, maxGasPriceWei].map((wei) => formatDecimal(wei, GWEI_DECIMALS));
  throw new RefusedError(`a node takes it in the place of the other one at ${needed} gwei, the limit is ${limit}`, {
    code: "gas-price",
    hint: "wait, or raise --max-gas-gwei",
    numbers: { price: maxFeePerGas, maxGasPriceWei },
  });
}

function more(fee: bigint): bigint {
  return divUp(fee * MORE, 1_000n);
}
