import type { PriceSource } from "../price-source.ts";
import { CHAINLINK_ADDRESSES } from "./addresses.ts";
import { readFeeds } from "./read-feeds.ts";

/** Chainlink's feeds in USD, token by token. */
export const chainlink: PriceSource = {
  name: "chainlink",
  addresses: CHAINLINK_ADDRESSES,
  read: (context, question) => readFeeds(context, question, CHAINLINK_ADDRESSES.of(context.book)),
};
