import type { MarketCurrency } from "../../core/adapter/market-currency.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { aaveV2LensAbi } from "../../generated/AaveV2Lens.ts";
import type { ReadMarket } from "../aave/read-markets.ts";
import { decodeMarketPage, type MarketPage } from "./lens.ts";
import type { AaveV2Market } from "./state.ts";

/**
 * Reads a market at one block: one `eth_call`, more only where a node's limits demand it. Throws what {@link callDeployless}
 * throws; a contract that is no Aave V2 pool reverts.
 * @param baseOf what each pool's oracle counts in
 */
export const marketReader =
  (baseOf: (pool: string) => MarketCurrency): ReadMarket<AaveV2Market> =>
  async (context, pool, blockNumber) => {
    const pages: MarketPage[] = [];
    let next = 0n;
    do {
      const [nextReserve, records] = await callDeployless(context.client, {
        contract: "AaveV2Lens",
        abi: aaveV2LensAbi,
        functionName: "market",
        args: [pool, next],
        blockNumber,
      });
      const page = decodeMarketPage(records);
      if (nextReserve === next && next < page.reserveCount) throw new RangeError("the lens made no progress");
      pages.push(page);
      next = nextReserve;
    } while (next < pages[0]!.reserveCount);

    const { timestamp, paused } = pages[0]!;
    const reserves = pages.flatMap((page) => page.reserves).sort((a, b) => a.id - b.id);
    return { timestamp, market: { pool, timestamp, base: baseOf(pool), paused, reserves } };
  };
