/** Of an event that is rare, queries may be this many times as large as configured. */
export const RARE = 100n;

/** Queries of the configured size that whoever names one account may be made to wait for. */
export const FEW_QUERIES = 100n;
