/** What pools of somebody else's, that work alike, are made of. */
export { checkOrigin } from "./check-origin.ts";
export type { PoolOrigin } from "./pool-origin.ts";
export { readPools } from "./read-pools.ts";
