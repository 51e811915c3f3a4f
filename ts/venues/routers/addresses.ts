import type { Address } from "viem";

/** A router of an aggregator: called, and paid by allowance. */
export interface Router {
  readonly name: "1inch" | "0x";
  readonly address: Address;
}

/**
 * The routers that the seller is deployed with, and may call: their deployers have put them at the same address on every chain, so that the
 * seller too is at one address. Where there is none, a hop that names it reverts.
 * Sources: 1inch's AggregationRouterV6, called in block 132799000 of Optimism; 0x's AllowanceHolder where the rules of Cancun hold,
 * `AllowanceHolderContext.sol` of its settler.
 */
export const ROUTERS: readonly Router[] = [
  { name: "1inch", address: "0x111111125421cA6dc452d289314280a0f8842A65" },
  { name: "0x", address: "0x0000000000001fF3684f28c67538d4D072C22734" },
];
