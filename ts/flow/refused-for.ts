import { RefusedError } from "../core/errors/errors.ts";
import type { Reason } from "../core/errors/reason.ts";

/** What the user can do about a reason, where it is not plain from its message. */
const HINTS: Readonly<Record<string, string>> = {
  "bonus-share": "lower --min-bonus-share-bps or --tip-bps, or repay less",
  "bonus-share-limit": "raise --min-bonus-share-bps",
  "insufficient-liquidity": "keep what stands for it: --funding wallet --receive-atoken",
  "pool-depth": "lower --min-pool-depth-usd",
  "tip-limit": "lower --tip-bps",
  "gas-price": "wait, or raise --max-gas-gwei",
  "gas-share": "wait, or raise --max-gas-share-bps",
  "stale-endpoint": "use another endpoint",
  deadline: "planning took too long: try again",
  "bad-debt":
    "--realize-bad-debt takes it all the same, --realize-bad-debt-in with the market's id in that market alone",
  "wallet-unknown": "pass --from <address>, or the key of the wallet",
  "wallet-short": "approve it, or use another --funding",
  "wallet-unused": "deploy it with fliq deploy, or use another --funding",
};

/** A reason of a stage as the failure of a command. */
export function refusedFor(reason: Reason): RefusedError {
  const { code, message, numbers } = reason;
  const hint = hintFor(reason);
  return new RefusedError(message, { code, ...(numbers && { numbers }), ...(hint && { hint }) });
}

/** The second half of the sentence, if there is one. */
export function hintFor({ code, numbers }: Reason): string | undefined {
  if (code !== "below-min-profit") return HINTS[code];
  return Number(numbers?.netUsd ?? 0) > 0 ? "lower --min-profit to take it all the same" : undefined;
}
