import { type Address, type Client, encodeFunctionData, type Hex, parseAbi, toHex } from "viem";
import { readContract } from "viem/actions";
import { currentInfo } from "./current-info.ts";
import { sqrtPriceX96 } from "./deploy/sqrt-price.ts";
import { ASSETS } from "./scenario/assets.ts";
import type { DevnetInfo, TokenSymbol, UniswapPoolAddresses } from "./types.ts";

const FEED = parseAbi(["function setAnswer(int256 answer)", "function latestAnswer() view returns (int256)"]);

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

/** Gas of one transaction, so that a feed and all pools of a token fit in one block of 30 million. */
const GAS = 2_500_000n;

export interface MovePriceOptions {
  /** Also trades the token's Uniswap pools to the new price, as arbitrage would. True by default. */
  pools?: boolean;
  /** Addresses to use; by default those of the present sources. */
  info?: DevnetInfo;
}

/** What a price move did. */
export interface MovedPrice {
  /** Hashes of the feed's update and of one swap per pool that was off its price; all in one block. */
  transactions: Hex[];
}

/**
 * Moves the market: sets a token's USD feed, which Aave and Morpho both read, and has the whale trade every pool of the
 * token until it agrees with the feeds. Mines exactly one block, or leaves the chain as it was.
 *
 * @param client any viem client of a running devnet
 * @param symbol whose price moves, against the dollar
 * @param price8 USD with 8 decimals
 * @throws RangeError for a price of zero or less, unless `pools` is false; an Error when a transaction reverts, e.g. because the whale cannot pay for the move
 *
 * @example
 * await movePrice(client, "WETH", 2600n * 10n ** 8n);
 */
export async function movePrice(
  client: Client,
  symbol: TokenSymbol,
  price8: bigint,
  { pools = true, info }: MovePriceOptions = {},
): Promise<MovedPrice> {
  if (pools && price8 <= 0n) throw new RangeError(`no pool can trade at a price of ${price8}; pass pools: false`);
  const { addresses } = info ?? (await currentInfo());
  const feed = addresses.feeds[symbol];
  const calls = [{ to: feed, data: encodeFunctionData({ abi: FEED, functionName: "setAnswer", args: [price8] }) }];
  if (pools) {
    for (const pool of addresses.uniswap.pools) {
      if (pool.tokenA !== symbol && pool.tokenB !== symbol) continue;
      const data = await swapToFeeds(client, addresses, pool, { symbol, price8 });
      if (data) calls.push({ to: addresses.uniswap.swapRouter, data });
    }
  }
  return { transactions: await sendInOneBlock(client, addresses.accounts.whale, calls) };
}

/** Calldata of the swap that takes a pool to the price of the feeds, or undefined when it is there. */
async function swapToFeeds(
  client: Client,
  { tokens, feeds, accounts }: DevnetInfo["addresses"],
  pool: UniswapPoolAddresses,
  moved: { symbol: TokenSymbol; price8: bigint },
): Promise<Hex | undefined> {
  const [symbol0, symbol1] = sortedSymbols(tokens, pool);
  const priced = async (symbol: TokenSymbol) => ({
    price: symbol === moved.symbol ? moved.price8 : await feedPrice(client, feeds[symbol]),
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
  tokens: DevnetInfo["addresses"]["tokens"],
  { tokenA, tokenB }: UniswapPoolAddresses,
): [TokenSymbol, TokenSymbol] {
  return BigInt(tokens[tokenA]) < BigInt(tokens[tokenB]) ? [tokenA, tokenB] : [tokenB, tokenA];
}

function feedPrice(client: Client, feed: Address): Promise<bigint> {
  return readContract(client, { address: feed, abi: FEED, functionName: "latestAnswer" });
}

/** Sends all calls from one account, in order, and mines them together. */
async function sendInOneBlock(client: Client, from: Address, calls: { to: Address; data: Hex }[]): Promise<Hex[]> {
  const rpc = (method: string, params: unknown[]) =>
    client.request({ method, params } as unknown as Parameters<typeof client.request>[0]) as Promise<unknown>;
  const automine = await rpc("anvil_getAutomine", []);
  const before = await rpc("evm_snapshot", []);
  await rpc("anvil_impersonateAccount", [from]);
  await rpc("evm_setAutomine", [false]);
  try {
    const hashes: Hex[] = [];
    for (const call of calls) {
      hashes.push((await rpc("eth_sendTransaction", [{ from, ...call, gas: toHex(GAS) }])) as Hex);
    }
    await rpc("evm_mine", []);
    for (const hash of hashes) {
      const receipt = (await rpc("eth_getTransactionReceipt", [hash])) as { status: Hex } | null;
      if (receipt?.status !== "0x1") throw new Error("a pool cannot be traded that far");
    }
    return hashes;
  } catch (error) {
    await rpc("evm_revert", [before]);
    throw error;
  } finally {
    await rpc("evm_setAutomine", [automine]);
    await rpc("anvil_stopImpersonatingAccount", [from]);
  }
}
