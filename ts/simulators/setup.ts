import { type Address, zeroAddress } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import { type Deployments, deploymentsOf } from "./deployments-of.ts";

/** Constructor arguments of a liquidator (contracts/types/Setup.sol). */
export interface LiquidatorSetup {
  readonly setup: {
    readonly owner: Address;
    readonly receiver: Address;
    readonly wrappedNative: Address;
    readonly minBonusShareBps: number;
    readonly maxTipBps: number;
    readonly operators: readonly Address[];
    readonly markets: readonly Address[];
    readonly lenders: readonly Address[];
    /** Companion that sells on venues that the liquidator does not know; zero: none. */
    readonly seller: Address;
    readonly deployments: Deployments;
  };
}

/** What the owner decides, with the rest from the chain's address book. */
export function setupOf(
  book: ChainBook,
  owner: {
    readonly owner: Address;
    readonly receiver: Address;
    readonly operators: readonly Address[];
    readonly minBonusShareBps: number;
    readonly maxTipBps: number;
    readonly markets: readonly Address[];
    readonly lenders: readonly Address[];
    /** Absent: none. */
    readonly seller?: Address;
  },
): LiquidatorSetup {
  return {
    setup: { seller: zeroAddress, ...owner, wrappedNative: book.wrappedNative, deployments: deploymentsOf(book) },
  };
}
