import { type Client, encodeFunctionData, parseAbi } from "viem";
import { readContract } from "viem/actions";
import type { PoolTrade, PriceMove, SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import { feedPrice } from "../../shared/feed-price.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import { sqrtPriceX96 } from "../uniswap-v3/sqrt-price.ts";
import type { PancakeAddresses } from "./addresses.ts";

const POOL = parseAbi([
  "function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint32, bool)",
]);
const TRADER = parseAbi(["function swap(address pool, bool zeroForOne, int256 amount, uint160 limit)"]);

/** More than the whale has of anything: the price limit ends the swap, and only what it used is paid. */
const AS_MUCH_AS_NEEDED = 2n ** 120n;

/** One swap for every pool of the moved token that would not agree with the feeds. */
export async function tradeToFeeds(
  client: Client,
  { tokens, feeds }: SharedAddresses,
  { pools, trader }: PancakeAddresses,
  move: PriceMove,
): Promise<PoolTrade[]> {
  const priced = async (symbol: TokenSymbol) => ({
    price: symbol === move.symbol ? move.price8 : await feedPrice(client, feeds[symbol]),
    decimals: ASSETS[symbol].decimals,
  });
  const trades: PoolTrade[] = [];
  for (const { address, tokenA, tokenB } of pools) {
    if (tokenA !== move.symbol && tokenB !== move.symbol) continue;
    const [symbol0, symbol1] = BigInt(tokens[tokenA]) < BigInt(tokens[tokenB]) ? [tokenA, tokenB] : [tokenB, tokenA];
    const target = sqrtPriceX96(await priced(symbol0), await priced(symbol1));
    const [present] = await readContract(client, { address, abi: POOL, functionName: "slot0" });
    if (present === target) continue;
    const args = [address, target < present, AS_MUCH_AS_NEEDED, target] as const;
    trades.push({ to: trader, data: encodeFunctionData({ abi: TRADER, functionName: "swap", args }) });
  }
  return trades;
}
