import { type Address, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { movePrice } from "./move-price.ts";
import type { UniswapPoolAddresses } from "./parts/uniswap-v3/addresses.ts";
import { sqrtPriceX96 } from "./parts/uniswap-v3/sqrt-price.ts";
import { ASSETS } from "./shared/assets.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "./testing/start-test-chain.ts";
import type { TokenSymbol } from "./types.ts";

const AAVE_ORACLE = parseAbi(["function getAssetPrice(address asset) view returns (uint256)"]);
const MORPHO_ORACLE = parseAbi(["function price() view returns (uint256)"]);
const POOL = parseAbi([
  "function token0() view returns (address)",
  "function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)",
]);

const USD = 10n ** 8n;

describe("movePrice", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain();
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  const root = async (address: Address) => {
    const [value] = await chain.client.readContract({ address, abi: POOL, functionName: "slot0" });
    return value;
  };

  const aavePrice = (symbol: TokenSymbol) => {
    const { aave, tokens } = chain.devnet.info.addresses;
    const args = [tokens[symbol]] as const;
    return chain.client.readContract({
      address: aave.main.oracle,
      abi: AAVE_ORACLE,
      functionName: "getAssetPrice",
      args,
    });
  };

  const morphoPrice = (label: string) => {
    const market = chain.devnet.info.addresses.morpho.markets.find((candidate) => candidate.label === label);
    return chain.client.readContract({ address: market!.oracle, abi: MORPHO_ORACLE, functionName: "price" });
  };

  /** Where a pool stands when it agrees with these prices. */
  const agreed = async (pool: UniswapPoolAddresses, prices: Partial<Record<TokenSymbol, bigint>>) => {
    const { tokens } = chain.devnet.info.addresses;
    const token0 = await chain.client.readContract({ address: pool.address, abi: POOL, functionName: "token0" });
    const [symbol0, symbol1] = token0 === tokens[pool.tokenA] ? [pool.tokenA, pool.tokenB] : [pool.tokenB, pool.tokenA];
    const side = (symbol: TokenSymbol) => ({ ...ASSETS[symbol], price: prices[symbol] ?? ASSETS[symbol].price });
    return sqrtPriceX96(side(symbol0), side(symbol1));
  };

  it.each([
    ["WETH", 2600n * USD],
    ["WETH", 4000n * USD],
    ["WBTC", 45_000n * USD],
    ["USDC", (98n * USD) / 100n],
    ["wstETH", 3300n * USD],
  ] as const)("takes %s to %d in Aave's oracle and in every pool that trades it, in one block", (symbol, price) =>
    chain.undoing(async () => {
      const { pools } = chain.devnet.info.addresses.uniswap;
      const height = await chain.client.getBlockNumber({ cacheTime: 0 });
      await movePrice(chain.client, symbol, price);
      expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(height + 1n);
      expect(await aavePrice(symbol)).toBe(price);
      for (const pool of pools) expect(await root(pool.address)).toBe(await agreed(pool, { [symbol]: price }));
    }),
  );

  it("moves Morpho's oracle alike, where the token is collateral and where it is the loan", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2600n * USD);
      expect(await morphoPrice("WETH/USDC")).toBe(2600n * 10n ** 24n); // 36 + 6 - 18 decimals
      expect(await morphoPrice("wstETH/WETH")).toBe((3500n * 10n ** 36n) / 2600n);
      expect(await morphoPrice("WBTC/USDC")).toBe(60_000n * 10n ** 34n); // 36 + 6 - 8 decimals, untouched
    }));

  it("moves several times, and back", () =>
    chain.undoing(async () => {
      const pool = chain.devnet.info.addresses.uniswap.pools[0]!;
      const start = await root(pool.address);
      for (const price of [2600n, 1500n, 5000n]) await movePrice(chain.client, "WETH", price * USD);
      expect(await root(pool.address)).toBe(await agreed(pool, { WETH: 5000n * USD }));
      await movePrice(chain.client, "WETH", 3000n * USD);
      expect(await root(pool.address)).toBe(start);
    }));

  it("leaves the pools alone on request", () =>
    chain.undoing(async () => {
      const pool = chain.devnet.info.addresses.uniswap.pools[0]!;
      const start = await root(pool.address);
      const { transactions } = await movePrice(chain.client, "WETH", 2600n * USD, { pools: false });
      expect(transactions).toHaveLength(1);
      expect(await aavePrice("WETH")).toBe(2600n * USD);
      expect(await root(pool.address)).toBe(start);
    }));

  it("plays a broken feed, but has no pool follow it", () =>
    chain.undoing(async () => {
      await expect(movePrice(chain.client, "WETH", 0n)).rejects.toThrow(RangeError);
      expect(await aavePrice("WETH")).toBe(3000n * USD);
      await movePrice(chain.client, "WETH", 0n, { pools: false });
      await expect(morphoPrice("wstETH/WETH")).rejects.toThrow("reverted");
    }));

  it("says so when a pool cannot be traded that far, changes nothing and leaves mining on", () =>
    chain.undoing(async () => {
      const height = await chain.client.getBlockNumber({ cacheTime: 0 });
      await expect(movePrice(chain.client, "WETH", 1n)).rejects.toThrow("a pool cannot be traded that far");
      expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(height);
      expect(await aavePrice("WETH")).toBe(3000n * USD);
      const hash = await chain.client.sendTransaction({
        account: chain.devnet.info.addresses.accounts.owner,
        to: null,
        data: "0x00",
      });
      expect((await waitForReceipt(chain.client, { hash })).status).toBe("success");
    }));
});
