import type { Reason } from "../../core/errors/reason.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";

/**
 * Strings that a pool of Aave V2 reverts with, and what they mean to whoever liquidates there. What fails inside the
 * collateral manager is all one string to the pool.
 * Source: @aave/protocol-v2 1.0.1, Errors.sol.
 */
const WORDS = {
  "2": ["reserve-inactive", "the collateral's or the debt's reserve is not active"],
  "23": [
    "liquidation-call-failed",
    "the pool could not carry the liquidation out: too little for its books, or a token refused",
  ],
  "42": ["healthy", "the health factor is at or above 1"],
  "43": ["collateral-not-enabled", "the account does not use this asset as collateral"],
  "44": ["no-debt-in-reserve", "the account has no debt in this asset"],
  "45": ["insufficient-liquidity", "the collateral's reserve cannot pay it out: its cash is lent out"],
  "64": ["pool-paused", "the pool is paused"],
  "SafeERC20: low-level call failed": [
    "token-refused",
    "a token refused a transfer: too little of it, or no allowance",
  ],
} as const satisfies Readonly<Record<string, readonly [code: string, message: string]>>;

/** A revert of `liquidationCall` that can be foreseen. */
export type AaveV2Error = keyof typeof WORDS;

/** The same for whoever decodes a revert. */
export const REVERT_WORDS: RevertWords = { abi: [], words: WORDS };

/** The refusal that stands for a revert. */
export function refusalOf(error: AaveV2Error, numbers: Reason["numbers"] = {}): Reason {
  const [code, message] = WORDS[error];
  return { code, message, numbers };
}
