import type { RevertWords } from "../../core/errors/revert-words.ts";

/** Morpho Blue reverts with sentences. Source: `ErrorsLib.sol` (v1.0.0). */
export const REVERT_WORDS: RevertWords = {
  abi: [],
  words: {
    "position is healthy": ["healthy", "the position is healthy at this block"],
    "market not created": ["no-such-market", "Morpho has no market with these parameters"],
    "inconsistent input": ["inconsistent-input", "exactly one of seized assets and repaid shares must be given"],
  },
};
