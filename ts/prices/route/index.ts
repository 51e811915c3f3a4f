import type { PriceSource } from "../price-source.ts";
import { readRoutes } from "./read-routes.ts";

/** What the venues of the chain pay for a token. Asked last: whoever has a pool can say anything there. */
export const route: PriceSource = { name: "route", read: readRoutes };
