import type { Offer } from "../../funding/funding.ts";
import { lendersOf } from "../../funding/lenders-of.ts";
import type { QuotedCandidate } from "./candidate.ts";

/**
 * Of a transaction before and after everything that its parts do: what every transaction costs, its calldata, the checks at
 * the entry, the price, the balances, the exit, the leftovers sent and the event. Measured: see gas-of.devnet.test.ts.
 */
export const BASE_GAS = 80_000n;

/** Of debt that a swap brought and the protocol did not take: the allowance is taken back, and a second token is sent. */
const UNTAKEN_GAS = 40_000n;

/** Of a receipt that is kept, such as an aToken: it is handed on, and asks its protocol about the sender. */
const KEPT_GAS = 82_000n;

/** Of a sale by the seller besides its hops: what is sold goes there, and it measures that and what it brings. */
const SELLER_GAS = 17_000n;

/** Gas of a whole liquidation: the base, and what action, source and sale say that they cost. */
export function gasOf({ action, offer, quote, route, sale }: QuotedCandidate): bigint {
  const paying = lendersOf(offer).reduce((sum, lender) => sum + gasOfLender(lender, action), 0n);
  const untaken = offer.sale === "exact-output" && quote.funding > quote.repaid ? UNTAKEN_GAS : 0n;
  const kept = action.receives.keptAs === null ? 0n : KEPT_GAS;
  const handedOn = route?.runner === "seller" && offer.sale === "exact-input" ? SELLER_GAS : 0n;
  return handedOn + BASE_GAS + action.gas + paying + (sale?.ok ? sale.gas : 0n) + untaken + kept;
}

function gasOfLender({ lender, gas, gasOfCallee }: Offer, { callee }: QuotedCandidate["action"]): bigint {
  return lender === callee ? (gasOfCallee ?? gas) : gas;
}
