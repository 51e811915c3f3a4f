import type { PriceSource } from "../price-source.ts";
import { feedsOf } from "./addresses.ts";
import { readFeeds } from "./read-feeds.ts";

/** Chainlink's feeds in USD, token by token. */
export const chainlink: PriceSource = {
  name: "chainlink",
  read: async (context, question) => readFeeds(context, question, await feedsOf(context.book)),
};
