import { type Address, parseAbi, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ASSETS } from "../../shared/assets.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../testing/start-test-chain.ts";
import { POOLS } from "./pools.ts";

const POOL = parseAbi([
  "function token0() view returns (address)",
  "function fee() view returns (uint24)",
  "function factory() view returns (address)",
  "function slot0() view returns (uint160 sqrtPriceX96, int24 tick, uint16, uint16, uint16, uint8, bool)",
]);

const QUOTER = parseAbi([
  "struct Quote { address tokenIn; address tokenOut; uint256 amountIn; uint24 fee; uint160 sqrtPriceLimitX96; }",
  "function quoteExactInputSingle(Quote params) returns (uint256 amountOut, uint160 sqrtPriceX96After, uint32 ticksCrossed, uint256 gasEstimate)",
]);

/** A fee's unit: hundredths of a basis point. */
const ONE = 1_000_000n;

describe("Uniswap pools", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain();
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  const slot = (address: Address) => chain.client.readContract({ address, abi: POOL, functionName: "slot0" });

  /** Price of the pool relative to a square root of a price, in millionths below 1. */
  const drop = (before: bigint, after: bigint) => {
    const ratio = (after * after * ONE) / (before * before);
    return ratio > ONE ? ONE - (ONE * ONE) / ratio : ONE - ratio;
  };

  const sell = async (
    amountIn: bigint,
    pool: { address: Address; fee: number },
    tokenIn: Address,
    tokenOut: Address,
  ) => {
    const { result } = await chain.client.simulateContract({
      address: chain.devnet.info.addresses.uniswap.quoterV2,
      abi: QUOTER,
      functionName: "quoteExactInputSingle",
      args: [{ tokenIn, tokenOut, amountIn, fee: pool.fee, sqrtPriceLimitX96: 0n }],
    });
    const [before] = await slot(pool.address);
    return { ticksCrossed: result[2], drop: drop(before, result[1]) };
  };

  it.each(POOLS)("$tokenA/$tokenB $fee agrees with the feeds to less than its fee", async ({ tokenA, tokenB, fee }) => {
    const { tokens, uniswap } = chain.devnet.info.addresses;
    const pool = uniswap.pools.find(
      (listed) => listed.tokenA === tokenA && listed.tokenB === tokenB && listed.fee === fee,
    );
    if (!pool) throw new Error("not deployed");
    const read = { address: pool.address, abi: POOL } as const;
    expect(await chain.client.readContract({ ...read, functionName: "fee" })).toBe(fee);
    expect(await chain.client.readContract({ ...read, functionName: "factory" })).toBe(uniswap.factory);
    const token0 = await chain.client.readContract({ ...read, functionName: "token0" });
    const [base, quote] =
      token0 === tokens[tokenA] ? [ASSETS[tokenA], ASSETS[tokenB]] : [ASSETS[tokenB], ASSETS[tokenA]];
    const [root] = await slot(pool.address);

    // What the pool says a whole token0 is worth in USD, against its feed.
    const dollars =
      (root * root * 10n ** BigInt(base.decimals) * quote.price) / 2n ** 192n / 10n ** BigInt(quote.decimals);
    const off = dollars > base.price ? dollars - base.price : base.price - dollars;
    expect(off * ONE).toBeLessThan(BigInt(fee) * base.price);
  });

  it("barely moves for 5 WETH, and a lot for 500", async () => {
    const { tokens, uniswap } = chain.devnet.info.addresses;
    for (const pool of uniswap.pools.filter(({ tokenA }) => tokenA === "WETH")) {
      const tokenOut = tokens[pool.tokenB];
      const small = await sell(parseEther("5"), pool, tokens.WETH, tokenOut);
      expect(small.drop).toBeLessThan(5_000n); // half a percent
      const large = await sell(parseEther("500"), pool, tokens.WETH, tokenOut);
      expect(large.drop).toBeGreaterThan(50_000n); // five percent
      expect(large.ticksCrossed).toBeGreaterThan(0); // initialised ones
    }
  });
});
