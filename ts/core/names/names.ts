/**
 * Every name that stands for a part of the project, as the command line takes it and as records keep it. The registries of
 * `protocols/`, `funding/`, `venues/`, `prices/`, `submitters/` and `simulators/liquidators.ts` have exactly one entry for
 * each, by their types.
 */
export const PROTOCOL_NAMES = ["aave-v3", "morpho", "compound-v2", "aave-v2", "radiant", "spark"] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

export const FUNDING_NAMES = [
  "callback",
  "flash-swap",
  "uniswap-v2",
  "morpho",
  "uniswap-v4",
  "balancer-v2",
  "erc3156",
  "uniswap-v3-flash",
  "aave",
  "aave-v2",
  "spark",
  "wallet",
] as const;
export type FundingName = (typeof FUNDING_NAMES)[number];

export const VENUE_NAMES = [
  "uniswap-v3",
  "uniswap-v2",
  "curve",
  "pancake-v3",
  "wrappers",
  "uniswap-v4",
  "balancer-v2",
] as const;
export type VenueName = (typeof VENUE_NAMES)[number];

export function isVenueName(name: string): name is VenueName {
  return VENUE_NAMES.some((known) => known === name);
}

/** How what is seized may be sold: `auto` in as many parts as pays best, `single` along one path. */
export const ROUTE_NAMES = ["auto", "single"] as const;
export type RouteName = (typeof ROUTE_NAMES)[number];

/** Asked for quotes over HTTP, where they are switched on. */
export const AGGREGATOR_NAMES = ["zero-x", "one-inch"] as const;
export type AggregatorName = (typeof AGGREGATOR_NAMES)[number];

/** What says what a token is worth in USD. */
export const PRICE_SOURCE_NAMES = ["aave-v3-oracle", "chainlink", "route"] as const;
export type PriceSourceName = (typeof PRICE_SOURCE_NAMES)[number];

/** How a signed transaction gets to whoever builds the blocks. */
export const SUBMITTER_NAMES = ["public"] as const;
export type SubmitterName = (typeof SUBMITTER_NAMES)[number];

/** Contracts of this project that are deployed, one a protocol. */
export const LIQUIDATOR_NAMES = [
  "AaveV3Liquidator",
  "MorphoLiquidator",
  "AaveV2Liquidator",
  "CompoundV2Liquidator",
] as const;
export type LiquidatorName = (typeof LIQUIDATOR_NAMES)[number];
