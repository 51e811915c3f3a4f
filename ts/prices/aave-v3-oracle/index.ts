import type { PriceSource } from "../price-source.ts";
import { marketsOf } from "./addresses.ts";
import { readMarkets } from "./read-markets.ts";

/** The oracles of the chain's Aave V3 markets that count in USD. */
export const aaveV3Oracle: PriceSource = {
  name: "aave-v3-oracle",
  read: (context, question) => readMarkets(context, question, marketsOf(context.book)),
};
