import { type Client, encodeFunctionData, type Hex, parseAbi } from "viem";
import { readContract } from "viem/actions";
import type { PoolTrade, PriceMove, SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import { feedPrice } from "../../shared/feed-price.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { UniswapAddresses, UniswapPoolAddresses } from "./addresses.ts";
import { sqrtPriceX96 } from "./sqrt-price.ts";

const POOL = parseAbi([
  "function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)",
]);

const ROUTER = parseAbi([
  "struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }",
  "function exactInputSingle(Swap params) payable returns (uint256)",
]);

const FOREVER = 2n ** 256n - 1n;

/** More than the whale has of anything: the price limit ends the swap, and only what it used is paid. */
const AS_MUCH_AS_NEEDED = 2n ** 120n;

/** One swap for every pool of the moved token that would not agree with the feeds. */
export async function tradeToFeeds(
  client: Client,
  shared: SharedAddresses,
  { pools, swapRouter }: UniswapAddresses,
  move: PriceMove,
): Promise<PoolTrade[]> {
  const trades: PoolTrade[] = [];
  for (const pool of pools) {
    if (pool.tokenA !== move.symbol && pool.tokenB !== move.symbol) continue;
    const data = await swapToFeeds(client, shared, pool, move);
    if (data) trades.push({ to: swapRouter, data });
  }
  return trades;
}

/** Calldata of the swap that takes a pool to the price of the feeds, or undefined when it is there. */
async function swapToFeeds(
  client: Client,
  { tokens, feeds, accounts }: SharedAddresses,
  pool: UniswapPoolAddresses,
  move: PriceMove,
): Promise<Hex | undefined> {
  const [symbol0, symbol1] = sortedSymbols(tokens, pool);
  const priced = async (symbol: TokenSymbol) => ({
    price: symbol === move.symbol ? move.price8 : await feedPrice(client, feeds[symbol]),
    decimals: ASSETS[symbol].decimals,
  });
  const target = sqrtPriceX96(await priced(symbol0), await priced(symbol1));
  const [present] = await readContract(client, { address: pool.address, abi: POOL, functionName: "slot0" });
  if (present === target) return undefined;
  const [symbolIn, symbolOut] = target < present ? [symbol0, symbol1] : [symbol1, symbol0];
  const params = {
    tokenIn: tokens[symbolIn],
    tokenOut: tokens[symbolOut],
    fee: pool.fee,
    recipient: accounts.whale,
    deadline: FOREVER,
    amountIn: AS_MUCH_AS_NEEDED,
    amountOutMinimum: 0n,
    sqrtPriceLimitX96: target,
  };
  return encodeFunctionData({ abi: ROUTER, functionName: "exactInputSingle", args: [params] });
}

/** Token0 and token1 of a pool: Uniswap sorts by address. */
function sortedSymbols(
  tokens: SharedAddresses["tokens"],
  { tokenA, tokenB }: UniswapPoolAddresses,
): [TokenSymbol, TokenSymbol] {
  return BigInt(tokens[tokenA]) < BigInt(tokens[tokenB]) ? [tokenA, tokenB] : [tokenB, tokenA];
}
