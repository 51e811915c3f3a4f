import type { RevertWords } from "../../core/errors/revert-words.ts";

/** Uniswap V3 pools revert with letters. Source: `UniswapV3Pool.sol` (v3-core 1.0.1). */
export const REVERT_WORDS: RevertWords = {
  abi: [],
  words: {
    IIA: ["swap-unpaid", "the pool did not receive its input: the seized collateral does not cover the swap"],
  },
};
