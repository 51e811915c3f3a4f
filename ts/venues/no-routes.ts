import type { Venue } from "./venue.ts";

/** Of a venue that answers with pools and has no routes of its own. */
export const NO_ROUTES: Pick<Venue, "routes" | "quote" | "holdings"> = {
  routes: async () => [],
  quote: async () => [],
  holdings: async () => [],
};
