import { concat, encodeAbiParameters, erc20Abi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { creationCode } from "../core/lens/artifact.ts";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { attempt, balanceOf, failed, succeeded } from "../flow/submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { undoAfterEach } from "../flow/testing/undo-after-each.fixture.ts";

import { ERC3156_ADDRESSES } from "./erc3156/addresses.ts";
import { premiumOf } from "./funding.ts";
import { uniswapV2 } from "./uniswap-v2/index.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

it.each(["morpho", "uniswap-v4", "balancer-v2", "uniswap-v3-flash", "aave"] as const)(
  "%s pays for the reference, and gets back what it lent and what it charges; the rest is the profit",
  async (funding) => {
    const before = await balanceOf(chain, chain.token.USDC, RECEIVER);
    const { done, rows } = await attempt(chain, "reference", { request: { funding } });
    const { plan, submission } = succeeded(done);
    const { offer } = plan.candidate;
    expect(offer.funding).toBe(funding);
    const { outcome } = submission!;
    expect(outcome.profit).toBeGreaterThan(0n);
    expect(outcome.premium).toBe(premiumOf(offer, plan.onChain.funding.amount));
    expect(outcome.premium === 0n).toBe(!["uniswap-v3-flash", "aave"].includes(funding));
    expect((await balanceOf(chain, chain.token.USDC, RECEIVER)) - before).toBe(outcome.profit);
    expect(rows).toMatchObject([{ status: "liquidated" }]);
  },
);

describe("a token that lends itself as ERC-3156 wants it", () => {
  /** OpenZeppelin's, for 10 basis points, in the place of a token of the chain: what was owned and owed stays. */
  async function flashMinting(): Promise<FallenChain> {
    const { deployer } = chain.devnet.info.addresses.accounts;
    const args = encodeAbiParameters([{ type: "uint8" }, { type: "uint256" }], [6, 10n]);
    const data = concat([creationCode("FlashMintToken"), args]);
    const hash = await chain.client.sendTransaction({ account: deployer, data });
    const { contractAddress } = await waitForReceipt(chain.client, { hash });
    const code = await chain.client.getCode({ address: contractAddress! });
    await chain.client.setCode({ address: chain.token.USDC, bytecode: code! });
    for (const liquidator of Object.values(chain.book.liquidators)) {
      const allow = "function setLender(address lender, bool allowed)";
      await chain.write(chain.owner, liquidator, allow, [chain.token.USDC, true]);
    }
    const book = ERC3156_ADDRESSES.with(chain.book, [{ name: "USDC", lender: chain.token.USDC }]);
    return { ...chain, book, connected: async (options) => ({ ...(await chain.connected(options)), book }) };
  }

  it.each(["reference", "liquidatable"])("gets back what it lent and its fee, to the unit: %s", async (label) => {
    const minting = await flashMinting();
    const supply = () =>
      chain.client.readContract({ address: chain.token.USDC, abi: erc20Abi, functionName: "totalSupply" });
    const [supplied, before] = [await supply(), await balanceOf(chain, chain.token.USDC, RECEIVER)];
    const { done } = await attempt(minting, label, { request: { funding: "erc3156" } });
    const { plan, submission } = succeeded(done);
    const { outcome } = submission!;
    expect(plan.candidate.offer).toMatchObject({ funding: "erc3156", source: 9, lender: chain.token.USDC });
    expect(outcome.premium).toBe(plan.onChain.funding.amount / 1_000n);
    expect(await supply()).toBe(supplied - outcome.premium);
    expect((await balanceOf(chain, chain.token.USDC, RECEIVER)) - before).toBe(outcome.debtGain);
  });
});

describe("a pair of Uniswap V2 that lends", () => {
  const pairOf = (one: string, other: string) =>
    chain.devnet.info.addresses.uniswapV2.pairs.find(({ tokenA, tokenB }) => tokenA === one && tokenB === other)!
      .address;

  it.each([
    ["reference", "WETH", "USDC"],
    ["usdt-debt", "WETH", "USDT"],
    ["liquidatable", "WETH", "USDC"],
  ] as const)("is paid by what is seized, to the unit: %s", async (label, collateral, debt) => {
    // what lies there besides is the pair's
    const pair = pairOf(collateral, debt);
    await chain.give(debt, pair, 12_345n);
    await chain.give("WETH", pair, 10n ** 15n);
    const [held, lent] = await Promise.all([
      balanceOf(chain, chain.token[collateral], pair),
      balanceOf(chain, chain.token[debt], pair),
    ]);
    const before = await balanceOf(chain, chain.token[collateral], RECEIVER);
    const { done, rows } = await attempt(chain, label, {
      request: { funding: "uniswap-v2", collateral: { symbol: collateral } },
    });
    const { plan, submission } = succeeded(done);
    const { offer, sale, quote, route } = plan.candidate;
    expect(offer).toMatchObject({ funding: "uniswap-v2", source: 8, lender: pair });
    expect(plan.onChain.selling).toBe(0);
    expect(route!.splits[0]!.hops.map(({ pool }) => pool)).toEqual([pair]);
    const { outcome } = submission!;
    const paid = sale?.ok ? sale.amount : 0n;
    expect(outcome.collateralGain).toBe(outcome.seized - paid);
    expect(outcome.premium).toBe(0n);
    expect((await balanceOf(chain, chain.token[collateral], RECEIVER)) - before).toBe(outcome.collateralGain);
    expect(await balanceOf(chain, chain.token[collateral], pair)).toBe(held + paid);
    expect(await balanceOf(chain, chain.token[debt], pair)).toBe(lent - quote.funding);
    expect(rows).toMatchObject([{ status: "liquidated", funding: "uniswap-v2" }]);
  });

  it("is one that the owner allows: of ether and each other token that routes go by", async () => {
    const listed = uniswapV2.lenders(chain.book);
    expect(listed).toContain(pairOf("WETH", "USDC"));
    expect(listed).not.toContain(pairOf("USDC", "USDT"));
    expect(listed).toHaveLength(chain.book.routeTokens.length - 1);
  });

  it("lends nothing where no pair has both tokens", async () => {
    const request = { funding: "uniswap-v2", collateral: { symbol: "WBTC" }, debt: { symbol: "USDC" } } as const;
    const { done } = await attempt(chain, "mixed", { request, unrecorded: true });
    expect(failed(done).code).toBe("no-route");
  });
});
