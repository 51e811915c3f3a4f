import { type Address, type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movePrice } from "../../move-price.ts";
import { ASSETS } from "../../shared/assets.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../testing/start-test-chain.ts";

const VAULT = parseAbi([
  "struct Step { bytes32 poolId; uint256 assetInIndex; uint256 assetOutIndex; uint256 amount; bytes userData; }",
  "struct Funds { address sender; bool fromInternalBalance; address recipient; bool toInternalBalance; }",
  "function queryBatchSwap(uint8 kind, Step[] swaps, address[] assets, Funds funds) returns (int256[] assetDeltas)",
  "function getPausedState() view returns (bool paused, uint256 pauseWindowEndTime, uint256 bufferPeriodEndTime)",
]);

describe("Balancer's pools", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain();
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  /** What a little of a token, worth `dollars`, is sold for, in USD by the feeds. */
  const sold = async (
    id: Hex,
    from: TokenSymbol,
    to: TokenSymbol,
    prices: Partial<Record<TokenSymbol, bigint>> = {},
  ) => {
    const { balancer, tokens, accounts } = chain.devnet.info.addresses;
    const price = (symbol: TokenSymbol) => Number(prices[symbol] ?? ASSETS[symbol].price) / 1e8;
    const amount = BigInt(Math.floor((100 / price(from)) * 10 ** ASSETS[from].decimals));
    const assets: Address[] = [tokens[from], tokens[to]];
    const step = { poolId: id, assetInIndex: 0n, assetOutIndex: 1n, amount, userData: "0x" } as const;
    const [sender, recipient] = [accounts.whale, accounts.whale];
    const funds = { sender, fromInternalBalance: false, recipient, toInternalBalance: false };
    const { result } = await chain.client.simulateContract({
      address: balancer.vault,
      abi: VAULT,
      functionName: "queryBatchSwap",
      args: [0, [step], assets, funds],
    });
    return (Number(-result[1]!) / 10 ** ASSETS[to].decimals) * price(to);
  };

  it("agree with the feeds to within their fee", async () => {
    const [weighted, stable] = chain.devnet.info.addresses.balancer.pools;
    expect(weighted?.weights).toHaveLength(2);
    expect(stable?.weights).toBeNull();
    for (const [from, to] of [
      ["WETH", "USDC"],
      ["USDC", "WETH"],
    ] as const) {
      expect(await sold(weighted!.id, from, to)).toBeCloseTo(99.7, 1);
    }
    for (const [from, to] of [
      ["USDC", "DAI"],
      ["DAI", "USDT"],
      ["USDT", "USDC"],
    ] as const) {
      expect(await sold(stable!.id, from, to)).toBeCloseTo(99.99, 2);
    }
  });

  it.each([2600n, 1200n, 9000n])("follow ether to %d", (dollars) =>
    chain.undoing(async () => {
      const price = dollars * 10n ** 8n;
      await movePrice(chain.client, "WETH", price);
      const { id } = chain.devnet.info.addresses.balancer.pools[0]!;
      const both = [await sold(id, "WETH", "USDC", { WETH: price }), await sold(id, "USDC", "WETH", { WETH: price })];
      for (const dollarsOut of both) expect(dollarsOut).toBeGreaterThan(99.3);
      for (const dollarsOut of both) expect(dollarsOut).toBeLessThan(100);
    }),
  );

  it("are in a vault that may be paused for a while", async () => {
    const { vault } = chain.devnet.info.addresses.balancer;
    const [paused, end] = await chain.client.readContract({
      address: vault,
      abi: VAULT,
      functionName: "getPausedState",
    });
    expect(paused).toBe(false);
    expect(end).toBeGreaterThan(BigInt(chain.devnet.info.timestamp));
  });
});
