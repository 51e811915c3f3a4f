import { FUNDING_NAMES, type FundingName } from "../core/names/names.ts";

/** Every source of money that every leaf knows (contracts/funding/AllSources.sol): all but a protocol's own callback. */
export const FUNDINGS_OF_EVERY_LEAF: readonly FundingName[] = FUNDING_NAMES.filter((name) => name !== "callback");

/** What stands for the collateral is kept, so nothing that was lent could be paid back with it. */
export const FUNDINGS_IN_KIND: readonly FundingName[] = ["wallet"];
