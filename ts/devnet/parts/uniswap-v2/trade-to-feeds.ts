import { type Address, type Client, encodeFunctionData, parseAbi } from "viem";
import { readContract } from "viem/actions";
import type { PoolTrade, PriceMove, SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import { squareRoot } from "../../shared/square-root.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { UniswapV2Addresses, UniswapV2PairAddresses } from "./addresses.ts";

const FEED = parseAbi(["function latestAnswer() view returns (int256)"]);
const TOKEN = parseAbi(["function transfer(address to, uint256 amount)"]);
const PAIR = parseAbi([
  "function getReserves() view returns (uint112, uint112, uint32)",
  "function swap(uint256 amount0Out, uint256 amount1Out, address to, bytes data)",
]);

/** Of a pair, in basis points. */
const FEE = 30n;
const BPS = 10_000n;
/** Ample for a transfer, and for a swap on a pair. */
const GAS = 250_000;

/** A transfer and a swap for every pair of the moved token that is further from the feeds than its fee. */
export async function tradeToFeeds(
  client: Client,
  shared: SharedAddresses,
  { pairs }: UniswapV2Addresses,
  move: PriceMove,
): Promise<PoolTrade[]> {
  const trades: PoolTrade[] = [];
  for (const pair of pairs) {
    if (pair.tokenA === move.symbol || pair.tokenB === move.symbol) {
      trades.push(...(await swapToFeeds(client, shared, pair, move)));
    }
  }
  return trades;
}

async function swapToFeeds(
  client: Client,
  { tokens, feeds, accounts }: SharedAddresses,
  { address, tokenA, tokenB }: UniswapV2PairAddresses,
  move: PriceMove,
): Promise<PoolTrade[]> {
  const [symbol0, symbol1] = BigInt(tokens[tokenA]) < BigInt(tokens[tokenB]) ? [tokenA, tokenB] : [tokenB, tokenA];
  const unitPrice = async (symbol: TokenSymbol) => {
    const price = symbol === move.symbol ? move.price8 : await feedPrice(client, feeds[symbol]);
    return price * 10n ** BigInt(36 - ASSETS[symbol].decimals);
  };
  const [price0, price1] = [await unitPrice(symbol0), await unitPrice(symbol1)];
  const [reserve0, reserve1] = await readContract(client, { address, abi: PAIR, functionName: "getReserves" });
  // reserves of that product whose values are equal: what is paid in is the difference
  const target0 = squareRoot((reserve0 * reserve1 * price1) / price0);
  const target1 = squareRoot((reserve0 * reserve1 * price0) / price1);
  const zeroForOne = target0 > reserve0;
  const [paid, reserveIn, reserveOut] = zeroForOne
    ? [target0 - reserve0, reserve0, reserve1]
    : [target1 - reserve1, reserve1, reserve0];
  if (paid * BPS <= reserveIn * FEE) return [];
  const counted = paid * (BPS - FEE);
  const received = (counted * reserveOut) / (reserveIn * BPS + counted);
  const [out0, out1] = zeroForOne ? [0n, received] : [received, 0n];
  const tokenIn = tokens[zeroForOne ? symbol0 : symbol1];
  const transfer = encodeFunctionData({ abi: TOKEN, functionName: "transfer", args: [address, paid] });
  const args = [out0, out1, accounts.whale, "0x"] as const;
  const swap = encodeFunctionData({ abi: PAIR, functionName: "swap", args });
  return [
    { to: tokenIn, data: transfer, gas: GAS, prepares: true },
    { to: address, data: swap, gas: GAS },
  ];
}

function feedPrice(client: Client, feed: Address): Promise<bigint> {
  return readContract(client, { address: feed, abi: FEED, functionName: "latestAnswer" });
}
