import type { Address } from "viem";
import type { LiquidatorName } from "./names/names.ts";

/** What belongs to a chain itself, whatever is deployed on it. */
export interface ChainFacts {
  readonly chainId: number;
  readonly name: string;
  readonly wrappedNative: Address;
  /** Tokens that two-hop routes may pass through, deepest first. */
  readonly routeTokens: readonly Address[];
  /** Wei per gas: with less its nodes take no transaction. Absent: any will do. */
  readonly leastPriorityFee?: bigint;
}

/** What the project knows about one chain. An address has one home: here what is the chain's, the rest with its adapter. */
export interface ChainBook extends ChainFacts {
  /** By the name of the adapter that they belong to, which alone knows their shape: `AdapterAddresses.of` reads them. */
  readonly addresses: Readonly<Record<string, unknown>>;
  /** Deployed liquidators of this project, by contract name; empty when none is recorded. */
  readonly liquidators: Readonly<Partial<Record<LiquidatorName, Address>>>;
}
