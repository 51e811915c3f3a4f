/** What to do about a transaction that is not mined. */
export const PENDING_HINT = "wait for it, or see fliq speed-up and fliq cancel";
