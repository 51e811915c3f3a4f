import { type Address, type Client, encodeFunctionData, parseAbi, parseEther } from "viem";
import { readContract } from "viem/actions";
import type { PoolTrade, PriceMove, SharedAddresses } from "../../part.ts";
import { feedPrice } from "../../shared/feed-price.ts";
import { sqrtPriceX96 } from "../uniswap-v3/sqrt-price.ts";
import type { Currency, UniswapV4Addresses, UniswapV4PoolAddresses } from "./addresses.ts";
import { assetOf, poolKey } from "./pool-key.ts";

const STATE_VIEW = parseAbi([
  "function getSlot0(bytes32 poolId) view returns (uint160 sqrtPriceX96, int24 tick, uint24 protocolFee, uint24 lpFee)",
]);

const ROUTER = parseAbi([
  "struct PoolKey { address currency0; address currency1; uint24 fee; int24 tickSpacing; address hooks; }",
  "struct SwapParams { bool zeroForOne; int256 amountSpecified; uint160 sqrtPriceLimitX96; }",
  "struct TestSettings { bool takeClaims; bool settleUsingBurn; }",
  "function swap(PoolKey key, SwapParams params, TestSettings testSettings, bytes hookData) payable returns (int256)",
]);

/** More than the whale has of anything: the price limit ends the swap, and only what it used is paid. */
const AS_MUCH_AS_NEEDED = 2n ** 120n;
/** The router gives back what the swap did not use. */
const ETHER_AT_MOST = parseEther("300000");

/** One swap for every pool of the moved token that would not agree with the feeds. Ether costs what WETH costs. */
export async function tradeToFeeds(
  client: Client,
  shared: SharedAddresses,
  { stateView, swapRouter, pools }: UniswapV4Addresses,
  move: PriceMove,
): Promise<PoolTrade[]> {
  const trades: PoolTrade[] = [];
  for (const pool of pools) {
    const { currency0, currency1 } = pool;
    if (![currency0, currency1].some((currency) => feedOf(currency) === move.symbol)) continue;
    const trade = await swapToFeeds(client, shared, { stateView, swapRouter }, pool, move);
    if (trade) trades.push(trade);
  }
  return trades;
}

/** The swap that takes a pool to the price of the feeds, or undefined when it is there. */
async function swapToFeeds(
  client: Client,
  { tokens, feeds }: SharedAddresses,
  { stateView, swapRouter }: { stateView: Address; swapRouter: Address },
  pool: UniswapV4PoolAddresses,
  { symbol, price8 }: PriceMove,
): Promise<PoolTrade | undefined> {
  const priced = async (currency: Currency) => {
    const feed = feedOf(currency);
    const price = feed === symbol ? price8 : await feedPrice(client, feeds[feed]);
    return { price, decimals: assetOf(currency).decimals };
  };
  const target = sqrtPriceX96(await priced(pool.currency0), await priced(pool.currency1));
  const read = { address: stateView, abi: STATE_VIEW, functionName: "getSlot0", args: [pool.id] } as const;
  const [present] = await readContract(client, read);
  if (present === target) return undefined;
  const zeroForOne = target < present;
  const inEther = zeroForOne && pool.currency0 === "ETH";
  // negative: an exact input
  const amountSpecified = inEther ? -ETHER_AT_MOST : -AS_MUCH_AS_NEEDED;
  const params = { zeroForOne, amountSpecified, sqrtPriceLimitX96: target };
  const settings = { takeClaims: false, settleUsingBurn: false };
  const args = [poolKey(tokens, pool), params, settings, "0x"] as const;
  const data = encodeFunctionData({ abi: ROUTER, functionName: "swap", args });
  return { to: swapRouter, data, ...(inEther && { value: ETHER_AT_MOST }) };
}

function feedOf(currency: Currency) {
  return currency === "ETH" ? "WETH" : currency;
}
