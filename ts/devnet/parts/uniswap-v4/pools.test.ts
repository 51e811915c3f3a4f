import { parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movePrice } from "../../move-price.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../testing/start-test-chain.ts";
import { sqrtPriceX96 } from "../uniswap-v3/sqrt-price.ts";
import type { Currency, UniswapV4PoolAddresses } from "./addresses.ts";
import { assetOf, poolKey } from "./pool-key.ts";

const STATE_VIEW = parseAbi([
  "function getSlot0(bytes32 poolId) view returns (uint160 sqrtPriceX96, int24 tick, uint24 protocolFee, uint24 lpFee)",
  "function getLiquidity(bytes32 poolId) view returns (uint128)",
]);

const QUOTER = parseAbi([
  "struct PoolKey { address currency0; address currency1; uint24 fee; int24 tickSpacing; address hooks; }",
  "struct Quote { PoolKey poolKey; bool zeroForOne; uint128 exactAmount; bytes hookData; }",
  "function quoteExactInputSingle(Quote params) returns (uint256 amountOut, uint256 gasEstimate)",
]);

describe("Uniswap V4's pools", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain();
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  const read = () => ({ address: chain.devnet.info.addresses.uniswapV4.stateView, abi: STATE_VIEW }) as const;
  const root = async ({ id }: UniswapV4PoolAddresses) =>
    (await chain.client.readContract({ ...read(), functionName: "getSlot0", args: [id] }))[0];
  /** Where a pool stands when it agrees with the feeds, and ether costs that much. */
  const agreed = ({ currency0, currency1 }: UniswapV4PoolAddresses, ether: bigint) => {
    const side = (currency: Currency) => ({
      ...assetOf(currency),
      ...(["ETH", "WETH"].includes(currency) && { price: ether * 10n ** 8n }),
    });
    return sqrtPriceX96(side(currency0), side(currency1));
  };

  it("stand at the price of the feeds, with liquidity, and can be quoted by their keys", async () => {
    const { pools, quoter } = chain.devnet.info.addresses.uniswapV4;
    expect(pools.some(({ currency0 }) => currency0 === "ETH")).toBe(true);
    for (const pool of pools) {
      expect(await root(pool)).toBe(agreed(pool, 3000n));
      const liquidity = { ...read(), functionName: "getLiquidity", args: [pool.id] } as const;
      expect(await chain.client.readContract(liquidity)).toBeGreaterThan(0n);

      const amount = 10n ** BigInt(assetOf(pool.currency0).decimals);
      const { result } = await chain.client.simulateContract({
        address: quoter,
        abi: QUOTER,
        functionName: "quoteExactInputSingle",
        args: [
          {
            poolKey: poolKey(chain.devnet.info.addresses.tokens, pool),
            zeroForOne: true,
            exactAmount: amount,
            hookData: "0x",
          },
        ],
      });
      const dollars = (value: bigint, currency: Currency) =>
        (Number(value) / 10 ** assetOf(currency).decimals) * (Number(assetOf(currency).price) / 1e8);
      const left = dollars(result[0], pool.currency1) / dollars(amount, pool.currency0);
      expect(left).toBeLessThan(1);
      expect(left).toBeGreaterThan(1 - (pool.fee / 1e6) * 1.5 - 1e-3);
    }
  });

  it.each([2600n, 4000n])("follow ether to %d, and back", (price) =>
    chain.undoing(async () => {
      const { pools } = chain.devnet.info.addresses.uniswapV4;
      for (const dollars of [price, 3000n]) {
        await movePrice(chain.client, "WETH", dollars * 10n ** 8n);
        for (const pool of pools) expect(await root(pool)).toBe(agreed(pool, dollars));
      }
    }),
  );
});
