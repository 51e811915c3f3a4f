import type { Context } from "../../core/context.ts";
import { readEachMarket } from "../aave/read-markets.ts";
import type { Read } from "../protocol.ts";
import type { MarketRef } from "../target.ts";
import { readMarket } from "./read-market.ts";
import type { AaveV3Market } from "./state.ts";

/** {@link readEachMarket} of Aave V3, every revision. */
export const readMarkets = (
  context: Context,
  markets: readonly MarketRef[],
  blockNumber: bigint,
): Promise<Map<string, Read<AaveV3Market>>> => readEachMarket(context, markets, blockNumber, readMarket);
