import type { Address, Hex } from "viem";
import type { ChainBook } from "../chains/chain-book.ts";
import type { Protocol } from "../protocols/protocol.ts";

/** Constructor arguments of a liquidator (contracts/types/Setup.sol). */
export interface LiquidatorSetup {
  readonly setup: {
    readonly owner: Address;
    readonly receiver: Address;
    readonly wrappedNative: Address;
    readonly maxSlippageBps: number;
    readonly maxTipBps: number;
    readonly operators: readonly Address[];
    readonly markets: readonly Address[];
    readonly lenders: readonly Address[];
  };
  readonly uniswapV3: { readonly factory: Address; readonly poolInitCodeHash: Hex };
}

const NO_POOLS: Hex = `0x${"00".repeat(32)}`;

/** A liquidator that allows everything the chain's address book knows of its protocol. */
export function setupOf(
  protocol: Protocol<never>,
  book: ChainBook,
  owner: {
    readonly owner: Address;
    readonly receiver: Address;
    readonly operators: readonly Address[];
    readonly maxSlippageBps: number;
    readonly maxTipBps: number;
  },
): LiquidatorSetup {
  const { uniswapV3, wrappedNative } = book;
  return {
    setup: { ...owner, wrappedNative, ...protocol.allowed(book) },
    uniswapV3: {
      factory: uniswapV3?.factory ?? "0x0000000000000000000000000000000000000000",
      poolInitCodeHash: uniswapV3?.poolInitCodeHash ?? NO_POOLS,
    },
  };
}
