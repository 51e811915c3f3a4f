import type { RevertWords } from "../../core/errors/revert-words.ts";

/** Pairs revert with sentences. Source: `UniswapV2Pair.sol` (v2-core 1.0.1). */
export const REVERT_WORDS: RevertWords = {
  abi: [],
  words: {
    "UniswapV2: K": ["pair-moved", "the pair would be paid too little: it has another fee, or has moved"],
    "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT": ["nothing-bought", "the pair pays less than one unit for that"],
  },
};
