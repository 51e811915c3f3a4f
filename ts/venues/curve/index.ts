import { NO_ROUTES } from "../no-routes.ts";
import type { Venue } from "../venue.ts";
import { CURVE_ADDRESSES } from "./addresses.ts";
import { checkBook } from "./check-book.ts";
import { readPools } from "./read-pools.ts";

/** Pools of Curve for what is worth the same. */
export const curve: Venue = {
  ...NO_ROUTES,
  name: "curve",
  title: "Curve",
  id: 6,
  addresses: CURVE_ADDRESSES,
  pools: readPools,
  errors: { abi: [], words: {} },
  checkBook,
};
