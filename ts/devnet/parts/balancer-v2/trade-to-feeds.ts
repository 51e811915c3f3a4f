import { type Client, encodeFunctionData, parseAbi } from "viem";
import { readContract } from "viem/actions";
import type { PoolTrade, PriceMove, SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import { feedPrice } from "../../shared/feed-price.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { BalancerAddresses, BalancerPoolAddresses } from "./addresses.ts";

const VAULT = parseAbi([
  "struct SingleSwap { bytes32 poolId; uint8 kind; address assetIn; address assetOut; uint256 amount; bytes userData; }",
  "struct FundManagement { address sender; bool fromInternalBalance; address recipient; bool toInternalBalance; }",
  "function swap(SingleSwap singleSwap, FundManagement funds, uint256 limit, uint256 deadline) payable returns (uint256)",
  "function getPoolTokens(bytes32 poolId) view returns (address[] tokens, uint256[] balances, uint256 lastChangeBlock)",
]);

const GIVEN_IN = 0;
const FOREVER = 2n ** 256n - 1n;

/** By how much a balance grows in one swap at most: a pool takes and gives 30 % of a balance. */
const LARGEST_STEP = 1.2;
/** More of them than any price move that the whale can pay. */
const MOST_STEPS = 40;
const WAD = 1e18;
/** More than a swap takes. */
const GAS = 300_000;

/**
 * Swaps for every weighted pool of the moved token until it agrees with the feeds, but for what its fee makes. A stable pool stays: its
 * curve says what its tokens are worth only where they are worth about the same.
 */
export async function tradeToFeeds(
  client: Client,
  shared: SharedAddresses,
  { vault, pools }: BalancerAddresses,
  move: PriceMove,
): Promise<PoolTrade[]> {
  const trades: PoolTrade[] = [];
  for (const pool of pools) {
    if (pool.weights === null || !pool.tokens.includes(move.symbol)) continue;
    const read = { address: vault, abi: VAULT, functionName: "getPoolTokens" } as const;
    const [, balances] = await readContract(client, { ...read, args: [pool.id] });
    const values = await Promise.all(
      pool.tokens.map(async (symbol, at) => {
        const price = symbol === move.symbol ? move.price8 : await feedPrice(client, shared.feeds[symbol]);
        return (Number(balances[at]) * Number(price)) / 10 ** ASSETS[symbol].decimals / weightOf(pool, at);
      }),
    );
    const at = values[0]! < values[1]! ? 0 : 1; // too little of it: it is sold to the pool
    const amounts = amountsIn(values[1 - at]! / values[at]!, weightOf(pool, 1 - at), Number(balances[at]));
    const [assetIn, assetOut] = [pool.tokens[at]!, pool.tokens[1 - at]!];
    trades.push(
      ...amounts.map((amount) => ({ to: vault, data: swapData(shared, pool, assetIn, assetOut, amount), gas: GAS })),
    );
  }
  return trades;
}

/**
 * What to sell, swap by swap, until the two sides are worth what their weights say.
 * @param excess how many times too much the other side is worth
 * @param weightOut the other side's share
 */
function amountsIn(excess: number, weightOut: number, balanceIn: number): bigint[] {
  const amounts: bigint[] = [];
  let left = excess ** weightOut;
  for (let balance = balanceIn; left > 1 + 1e-9 && amounts.length < MOST_STEPS; ) {
    const step = Math.min(left, LARGEST_STEP);
    amounts.push(BigInt(Math.floor(balance * (step - 1))));
    balance *= step;
    left /= step;
  }
  return amounts.filter((amount) => amount > 0n);
}

function swapData(
  { tokens, accounts: { whale } }: SharedAddresses,
  { id }: BalancerPoolAddresses,
  symbolIn: TokenSymbol,
  symbolOut: TokenSymbol,
  amount: bigint,
) {
  const [assetIn, assetOut] = [tokens[symbolIn], tokens[symbolOut]];
  const single = { poolId: id, kind: GIVEN_IN, assetIn, assetOut, amount, userData: "0x" } as const;
  const funds = { sender: whale, fromInternalBalance: false, recipient: whale, toInternalBalance: false };
  return encodeFunctionData({ abi: VAULT, functionName: "swap", args: [single, funds, 0n, FOREVER] });
}

function weightOf({ weights }: BalancerPoolAddresses, at: number): number {
  return Number(weights![at]) / WAD;
}
