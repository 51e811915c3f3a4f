import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import type { PriceSource } from "../price-source.ts";
import { readMarkets } from "./read-markets.ts";

/** The oracles of the chain's Aave V3 markets that count in USD. */
export const aaveV3Oracle: PriceSource = {
  name: "aave-v3-oracle",
  read: (context, question) => readMarkets(context, question, AAVE_V3_ADDRESSES.of(context.book)),
};
