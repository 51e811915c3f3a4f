import { type Address, erc20Abi, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf } from "../../chains/context.fixture.ts";
import { fund } from "../../devnet/testing/fund-recorded.fixture.ts";
import { isRecorded, readRecorded } from "../../devnet/testing/recorded-files.fixture.ts";
import { type RecordedState, startRecorded } from "../../devnet/testing/start-recorded.fixture.ts";
import { randomFrom, runSeed } from "../../protocols/differential/random.ts";
import type { Trade } from "../pool.ts";
import { deploySeller, playTrades } from "../testing/play-trades.fixture.ts";
import { probeSale } from "../testing/probe-sale.fixture.ts";
import { UNISWAP_V2_ADDRESSES } from "./addresses.ts";
import { uniswapV2 } from "./index.ts";
import { uniswapV2Pair } from "./pair.ts";
import { pairAddress } from "./pair-address.ts";

const FILE = "op-132799000-1inch-velodrome-balancer-curve.json";
const TRADES = 25;
const TRADER: Address = "0x00000000000000000000000000000000000000b2";

const PAIR = parseAbi([
  "function stable() view returns (bool)",
  "function token0() view returns (address)",
  "function token1() view returns (address)",
  "function getReserves() view returns (uint256, uint256, uint256)",
  "function getAmountOut(uint256 amountIn, address tokenIn) view returns (uint256)",
  "function factory() view returns (address)",
  "function getFee(address pool, bool stable) view returns (uint256)",
  "function tickSpacing() view returns (int24)",
]);

/**
 * Velodrome's pairs whose two reserves have a constant product. The older one is of another factory, which it does not name; its fee is that
 * of its log.
 */
const PAIRS: readonly { readonly address: Address; readonly feeBps: bigint | null }[] = [
  { address: "0x47029bc8f5CBe3b464004E87eF9c9419a48018cd", feeBps: 5n },
  { address: "0x0df083de449F75691fc5A36477a6f3284C269108", feeBps: null },
  { address: "0xe5f28fc43bb40cdf7202ebe406793815b6f07fbd", feeBps: null },
  { address: "0xdff90e4a6c229565f25337b1db9fa12f6d8cb118", feeBps: null },
  { address: "0x8134a2fdc127549480865fb8e5a9e8a8a95a54c5", feeBps: null },
  { address: "0x707ba27189e8bf89e43b2198e6b88aac4720124f", feeBps: null },
];

describe.skipIf(!isRecorded(FILE))("pairs of Velodrome on Optimism", () => {
  let chain: RecordedState;
  let seller: Address;
  beforeAll(async () => {
    chain = await startRecorded(FILE, { newestRules: true });
    await chain.client.setBalance({ address: TRADER, value: 10n ** 24n });
    seller = await deploySeller(chain, TRADER);
  });
  afterAll(() => chain?.stop());

  const ask = <T>(address: Address, functionName: string, args: readonly unknown[] = []) =>
    chain.client.readContract({ address, abi: PAIR, functionName, args } as never) as Promise<T>;

  it.each(PAIRS)("pay the seller to the unit what it asks for: $address", async ({ address, feeBps }) => {
    expect(await ask(address, "stable")).toBe(false);
    const tokens = [await ask<Address>(address, "token0"), await ask<Address>(address, "token1")] as const;
    const [reserve0, reserve1] = await ask<readonly bigint[]>(address, "getReserves");
    const reserves = [reserve0!, reserve1!] as const;
    for (const [place, token] of tokens.entries()) {
      await fund(chain.client, token, seller, 10n ** 30n);
      // what the pair had counted, where nobody asked
      const call = { address: token, abi: erc20Abi, functionName: "balanceOf", args: [address] } as const;
      if ((await chain.client.readContract(call)) === 0n) await fund(chain.client, token, address, reserves[place]!);
    }
    const fee = feeBps ?? (await ask<bigint>(await ask(address, "factory"), "getFee", [address, false]));
    const pool = uniswapV2Pair({
      address,
      name: "Velodrome",
      feeBps: Number(fee),
      tokens,
      reserves,
      balances: reserves,
    });
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const random = randomFrom(runSeed());
    for (let trade = 0; trade < TRADES; trade++) {
      const [tokenIn, tokenOut] = random.pick([tokens, tokens.toReversed()]) as readonly [Address, Address];
      const amount = random.magnitude(10n ** 6n, 2n * pool.holding(tokenIn));
      const said = pool.sell(tokenIn, tokenOut, amount);
      const hop = pool.hop(tokenIn, tokenOut, "seller")!;
      const played = await probeSale(chain.client, seller, { tokenIn, tokenOut, amount, hop }, block);
      expect(played, `${amount} ${tokenIn}`).toEqual(said.ok ? { paid: said.paid, received: said.received } : null);
      if (!said.ok) continue;
      // the pair itself rounds its fee down
      const most = await ask<bigint>(address, "getAmountOut", [amount, tokenIn]);
      const worth = (reserves[tokenIn === tokens[0] ? 1 : 0] ?? 0n) / (pool.holding(tokenIn) + amount) + 1n;
      expect(said.received <= most && most - said.received <= worth, `${most} ${said.received}`).toBe(true);
    }
  });

  it.each(PAIRS.filter(({ feeBps }) => feeBps === null))(
    "are planned with, and left as they say: $address",
    ({ address }) =>
      chain.undoing(async () => {
        const tokens = [await ask<Address>(address, "token0"), await ask<Address>(address, "token1")] as const;
        for (const token of tokens) await fund(chain.client, token, TRADER, 10n ** 30n);
        const [pool, ...others] = await read(tokens);
        expect([pool?.address.toLowerCase(), others, pool?.buy]).toEqual([address.toLowerCase(), [], undefined]);
        const [tokenIn, tokenOut] = tokens;
        const amount = pool!.holding(tokenIn) / 10n;
        const said = pool!.sell(tokenIn, tokenOut, amount) as Trade;
        const trade = { tokenIn, tokenOut, amount, hop: pool!.hop(tokenIn, tokenOut, "seller")! };
        const told = { paid: said.paid, received: said.received };
        expect(await playTrades(chain, seller, TRADER, [trade])).toEqual([told]);
        const [left] = await read(tokens);
        for (const token of tokens) expect(left!.holding(token)).toBe(said.after.holding(token));
      }),
  );

  async function read([a, b]: readonly [Address, Address]) {
    const deployments = (await UNISWAP_V2_ADDRESSES.known("optimism")).filter(({ kind }) => kind === "solidly");
    const book = { chainId: 10, name: "optimism", wrappedNative: a, routeTokens: [], liquidators: {} } as const;
    const context = contextOf(chain.rpcUrl, { ...book, addresses: { "uniswap-v2": deployments } });
    const block = await chain.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await uniswapV2.pools(context, [[a, b]], block);
    expect(unasked).toEqual([]);
    return pools;
  }

  it("are no concentrated pools: none of those that Slipstream makes was recorded", async () => {
    const { accounts } = readRecorded(FILE).state as { accounts: Record<Address, { code: string }> };
    const clones = Object.entries(accounts).filter(([, { code }]) => code.length === 2 + 2 * 45);
    expect(clones.length).toBeGreaterThan(5);
    for (const [address] of clones) {
      await expect(ask(address as Address, "tickSpacing"), address).rejects.toThrow();
    }
  });
});

const ETHEREUM = "eth-18085863-0x-1inch5-universalrouter.json";
const WETH: Address = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

/** What pairs of Ethereum trade for ether, of whom they are, and where somebody has traded with them. */
const OF_ETHEREUM: readonly { readonly name: string; readonly token: Address; readonly pair: string }[] = [
  {
    name: "Uniswap V2",
    token: "0xfe2db7e69410b6bb2eee10d7e1ee749198fb972c",
    pair: "0xae387947e85f2b185f7f55b1528ce5fe3bbe6560",
  },
  {
    name: "SushiSwap",
    token: "0x0391d2021f89dc339f60fff84546ea23e337750f",
    pair: "0x613c836df6695c10f0f4900528b6931441ac5d5a",
  },
];

describe.skipIf(!isRecorded(ETHEREUM))("pairs of Ethereum", () => {
  it.each(OF_ETHEREUM)("of $name lie where they follow from its factory", async ({ name, token, pair }) => {
    const { accounts } = readRecorded(ETHEREUM).state as { accounts: Record<string, unknown> };
    expect(accounts).toHaveProperty(pair);
    const deployment = (await UNISWAP_V2_ADDRESSES.known("ethereum")).find((one) => one.name === name)!;
    expect(pairAddress(deployment, WETH, token).toLowerCase()).toBe(pair);
  });
});
