import { type Address, type Hex, isAddressEqual, size } from "viem";
import type { Reason } from "../core/errors/reason.ts";
import { BPS, max, min } from "../core/math/math.ts";
import type { AggregatorName } from "../core/names/names.ts";
import { ROUTERS } from "../venues/routers/addresses.ts";
import type { AggregatorQuote, AggregatorRequest } from "./aggregator.ts";
import { AGGREGATOR_TITLES } from "./titles.ts";

/** What an answer says, and what its calldata says; null: the calldata does not show it. */
export interface Claim {
  readonly router: Address;
  readonly spender: Address;
  readonly data: Hex;
  /** Wei that the call would send. */
  readonly value: bigint;
  /** Absent: the answer does not name a chain. */
  readonly chainId?: number | undefined;
  readonly tokensIn: readonly Address[];
  readonly tokensOut: readonly Address[];
  readonly amountsIn: readonly bigint[];
  readonly receivers: readonly Address[];
  readonly amountOut: bigint;
  /** Of the calldata. */
  readonly least: bigint;
  /** Of liquidity, by the names that the aggregator gives them. */
  readonly sources: readonly string[];
  readonly gas: bigint | null | undefined;
}

/** Beside them a hop has 43 bytes, and its length is two bytes wide. */
const MOST_BYTES = 60_000;
/** Orders of market makers: signed for one taker, filled or gone, and not a state of the chain. */
const OFF_CHAIN = /rfq|otc|limit.?order|pmm|hashflow|bebop|native|clipper|swaap|dexalot/i;
const [LEAST_GAS, MOST_GAS, UNKNOWN_GAS] = [100_000n, 3_000_000n, 300_000n];

/** The quote where an answer does exactly what was asked for; else what is wrong with it. */
export function requireFit(aggregator: AggregatorName, claim: Claim, request: AggregatorRequest): AggregatorQuote {
  const wrong = objection(aggregator, claim, request);
  if (wrong !== null) return { ok: false, aggregator, reason: wrong };
  const { router, data, amountOut, least, gas } = claim;
  const within = gas ? min(max(gas, LEAST_GAS), MOST_GAS) : UNKNOWN_GAS;
  return { ok: true, aggregator, router, data, amountOut, least, gas: within };
}

function objection(aggregator: AggregatorName, claim: Claim, request: AggregatorRequest): Reason | null {
  const { router, spender, chainId, amountOut, least } = claim;
  const same = (one: Address) => (other: Address) => isAddressEqual(one, other);
  const allowed = ROUTERS.some(
    ({ name, address }) => name === AGGREGATOR_TITLES[aggregator] && isAddressEqual(address, router),
  );
  if (!allowed) return refused(`names a contract that is not on the list: ${router}`);
  if (!isAddressEqual(spender, router)) return refused(`wants an allowance for ${spender}`);
  if (chainId !== undefined && chainId !== request.chainId) return refused(`is for chain ${chainId}`);
  if (!claim.tokensIn.every(same(request.tokenIn))) return refused("sells another token");
  if (!claim.tokensOut.every(same(request.tokenOut))) return refused("buys another token");
  if (!claim.amountsIn.every((amount) => amount === request.amount)) return refused("sells another amount");
  if (!claim.receivers.every(same(request.taker))) return refused("pays somebody else");
  if (claim.value !== 0n) return refused("wants ether");
  if (size(claim.data) > MOST_BYTES) return refused("is too long for a hop");
  const source = claim.sources.find((name) => OFF_CHAIN.test(name));
  if (source !== undefined) return refused("needs an order of a market maker");
  const slippage = (amountOut * BigInt(request.slippageBps)) / BPS;
  if (amountOut === 0n || least > amountOut || least + slippage + 1n < amountOut) {
    return refused("promises more than its call insists on");
  }
  return null;
}

/** Says what the answer is like, and nothing that it says itself but addresses and numbers. */
export function refused(what: string): Reason {
  return { code: "aggregator-refused", message: `the quote ${what}` };
}
