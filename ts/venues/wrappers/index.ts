import { z } from "zod";
import { defineAddresses } from "../../core/adapter/define-addresses.ts";
import type { Venue } from "../venue.ts";
import { readWrappers } from "./read-wrappers.ts";

/** What a token stands for, from its own contract: vaults, aTokens, cTokens, wrapped staked ether. No address is needed. */
export const wrappers: Venue = {
  name: "wrappers",
  title: "redemption",
  addresses: defineAddresses<null>({ name: "wrappers", schema: z.null(), chains: {}, none: null }),
  pools: readWrappers,
  errors: { abi: [], words: {} },
  checkBook: async () => {},
};
