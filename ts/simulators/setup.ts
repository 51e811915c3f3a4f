import type { Address, Hex } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import { UNISWAP_V3_ADDRESSES } from "../venues/uniswap-v3/addresses.ts";

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

/** What the owner decides, with the rest from the chain's address book. */
export function setupOf(
  book: ChainBook,
  owner: {
    readonly owner: Address;
    readonly receiver: Address;
    readonly operators: readonly Address[];
    readonly maxSlippageBps: number;
    readonly maxTipBps: number;
    readonly markets: readonly Address[];
    readonly lenders: readonly Address[];
  },
): LiquidatorSetup {
  const uniswapV3 = UNISWAP_V3_ADDRESSES.of(book);
  return {
    setup: { ...owner, wrappedNative: book.wrappedNative },
    uniswapV3: {
      factory: uniswapV3?.factory ?? "0x0000000000000000000000000000000000000000",
      poolInitCodeHash: uniswapV3?.poolInitCodeHash ?? NO_POOLS,
    },
  };
}
