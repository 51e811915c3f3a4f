import type { Venue } from "../venue.ts";
import { CURVE_ADDRESSES } from "./addresses.ts";
import { checkBook } from "./check-book.ts";
import { readPools } from "./read-pools.ts";

/** Pools of Curve for what is worth the same. */
export const curve: Venue = {
  name: "curve",
  title: "Curve",
  addresses: CURVE_ADDRESSES,
  pools: readPools,
  errors: { abi: [], words: {} },
  checkBook,
};
