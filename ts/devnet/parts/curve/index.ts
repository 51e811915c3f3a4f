import type { DevnetPart } from "../../part.ts";
import type { CurveAddresses } from "./addresses.ts";
import { deployCurve } from "./deploy-curve.ts";
import { followFeeds } from "./follow-feeds.ts";
import { CURVE_SOURCES } from "./sources.ts";

/** Pools by Curve's rule, for what is worth the same; their oracles say how much. */
export const curve: DevnetPart<"curve", CurveAddresses> = {
  name: "curve",
  key: "curve",
  title: "Curve (own code, the same rule)",
  sources: CURVE_SOURCES,
  deploy: deployCurve,
  book: ({ pools }) => pools.map(({ name, address, tokens }) => ({ name, pool: address, coins: tokens, wide: false })),
  contracts: ({ pools }) => pools.map(({ name, address }) => [`Curve's ${name}`, address] as const),
  tradeToFeeds: followFeeds,
};
