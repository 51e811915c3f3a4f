import { type Address, type Client, encodeFunctionData, type Hex, parseAbi, toHex } from "viem";
import { currentInfo } from "./current-info.ts";
import type { PoolTrade } from "./part.ts";
import { PARTS } from "./parts/index.ts";
import type { TokenSymbol } from "./shared/token-symbols.ts";
import type { DevnetInfo } from "./types.ts";

const FEED = parseAbi(["function setAnswer(int256 answer)"]);

/** The most gas that one transaction gets: ample for a swap through every tick of a pool. */
const GAS = 2_500_000;

/** Gas of a block of anvil. */
const BLOCK_GAS = 30_000_000;

export interface MovePriceOptions {
  /** Also trades the token's pools to the new price, as arbitrage would. True by default. */
  pools?: boolean;
  /** Addresses to use; by default those of the present sources. */
  info?: DevnetInfo;
}

/** What a price move did. */
export interface MovedPrice {
  /** Hashes of the feed's update and of one swap per pool that was off its price; all in one block. */
  transactions: Hex[];
  /** That were traded to the new price. */
  pools: number;
}

/**
 * Moves the market: sets a token's USD feed, which every protocol reads, and has the whale trade every pool of the token
 * until it agrees with the feeds. Mines exactly one block, or leaves the chain as it was.
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
  const data = encodeFunctionData({ abi: FEED, functionName: "setAnswer", args: [price8] });
  const calls: PoolTrade[] = [{ to: addresses.feeds[symbol], data }];
  const own: Readonly<Record<string, unknown>> = { ...addresses };
  for (const part of pools ? PARTS : []) {
    calls.push(...((await part.tradeToFeeds?.(client, addresses, own[part.key], { symbol, price8 })) ?? []));
  }
  const traded = calls.slice(1).filter(({ prepares }) => !prepares);
  return { pools: traded.length, transactions: await sendInOneBlock(client, addresses.accounts.whale, calls) };
}

/** Sends all calls from one account, in order, and mines them together. */
async function sendInOneBlock(client: Client, from: Address, calls: readonly PoolTrade[]): Promise<Hex[]> {
  const rpc = (method: string, params: unknown[]) =>
    client.request({ method, params } as unknown as Parameters<typeof client.request>[0]) as Promise<unknown>;
  const open = calls.filter(({ gas }) => gas === undefined).length;
  const left = calls.reduce((rest, { gas = 0 }) => rest - gas, BLOCK_GAS);
  const most = Math.min(GAS, Math.floor(left / Math.max(open, 1)));
  const automine = await rpc("anvil_getAutomine", []);
  const before = await rpc("evm_snapshot", []);
  await rpc("anvil_impersonateAccount", [from]);
  await rpc("evm_setAutomine", [false]);
  try {
    const hashes: Hex[] = [];
    for (const { to, data, value = 0n, gas = most } of calls) {
      const amounts = { value: toHex(value), gas: toHex(gas) };
      hashes.push((await rpc("eth_sendTransaction", [{ from, to, data, ...amounts }])) as Hex);
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
