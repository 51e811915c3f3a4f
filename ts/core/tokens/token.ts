import type { Address } from "viem";

/** An ERC-20 as a plan needs it. */
export interface Token {
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}
