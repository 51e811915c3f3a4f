import { type Client, encodeFunctionData, parseAbi } from "viem";
import type { PoolTrade, PriceMove, SharedAddresses } from "../../part.ts";
import { feedPrice } from "../../shared/feed-price.ts";
import type { CurveAddresses } from "./addresses.ts";
import { ratesOf, tokenOf } from "./rates.ts";

const POOL = parseAbi(["function setRates(uint256[] rates)"]);

/** Ample for two words a coin. */
const GAS = 150_000;

/** Has the oracles of every pool with the moved token say what the feeds say. */
export async function followFeeds(
  client: Client,
  { feeds }: SharedAddresses,
  { pools }: CurveAddresses,
  { symbol, price8 }: PriceMove,
): Promise<PoolTrade[]> {
  const moved = pools.filter(({ coins }) => coins.some((coin) => tokenOf(coin) === symbol));
  return Promise.all(
    moved.map(async ({ address, coins }) => {
      const rates = await ratesOf(coins, async (one) => (one === symbol ? price8 : feedPrice(client, feeds[one])));
      const data = encodeFunctionData({ abi: POOL, functionName: "setRates", args: [rates] });
      return { to: address, data, gas: GAS };
    }),
  );
}
