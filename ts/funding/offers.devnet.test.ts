import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ChainBook } from "../core/chain-book.ts";
import type { FundingName } from "../core/names/names.ts";
import { rpcError } from "../core/rpc/local-server.fixture.ts";
import type { Token } from "../core/tokens/token.ts";
import type { TokenSymbol } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { startProxy, without } from "../flow/testing/proxy.fixture.ts";
import { AAVE_V3_ADDRESSES } from "../protocols/aave-v3/addresses.ts";
import { UNISWAP_V3_ADDRESSES } from "../venues/uniswap-v3/addresses.ts";
import { type Offer, premiumOf } from "./funding.ts";
import { FUNDINGS } from "./index.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

interface Asked {
  readonly rpcUrl?: string;
  readonly book?: ChainBook;
  readonly wallet?: { readonly caller: `0x${string}` | null; readonly liquidator: `0x${string}` | null };
}

/** What is offered now, and what was warned of. */
async function asked(funding: FundingName, symbol: TokenSymbol, { book = chain.book, wallet, rpcUrl }: Asked = {}) {
  const base = chain.contextWith(rpcUrl === undefined ? {} : { rpcUrl });
  const context = { ...base, book };
  const debt: Token = {
    address: chain.token[symbol],
    symbol,
    decimals: symbol === "DAI" || symbol === "WETH" ? 18 : 6,
  };
  const blockNumber = await chain.client.getBlockNumber({ cacheTime: 0 });
  const request = { debt, blockNumber, caller: null, liquidator: null, ...wallet };
  return { ...(await FUNDINGS[funding].offers(context, request)), warnings: context.warnings };
}

/** Acts as the administrator of a market. */
async function configure(signature: string, args: readonly unknown[], market: "main" | "l2" = "main"): Promise<void> {
  const { accounts, aave } = chain.devnet.info.addresses;
  await chain.write(accounts.deployer, aave[market].configurator, signature, args);
}

const lendersOf = (offers: readonly Offer[]) => offers.map(({ lender }) => lender);

describe("the Aave markets", () => {
  it("each lend what cash they have, and ask a premium that rounds up", async () => {
    const { offers } = await asked("aave", "USDC");
    expect(lendersOf(offers)).toEqual(AAVE_V3_ADDRESSES.of(chain.book).map(({ pool }) => pool));
    for (const offer of offers) {
      expect(offer).toMatchObject({ source: 3, sale: "exact-input" });
      const cash = await chain.client.readContract({
        address: offer.lender,
        abi: [
          {
            type: "function",
            name: "getVirtualUnderlyingBalance",
            stateMutability: "view",
            inputs: [{ type: "address" }],
            outputs: [{ type: "uint128" }],
          },
        ],
        functionName: "getVirtualUnderlyingBalance",
        args: [chain.token.USDC],
      });
      expect(offer.available).toBe(cash);
      expect(cash).toBeGreaterThan(0n);
      // 5 basis points
      expect([0n, 1n, 2_000n, 2_001n, 1_000_000n].map((amount) => premiumOf(offer, amount))).toEqual([
        0n,
        1n,
        1n,
        2n,
        500n,
      ]);
    }
  });

  it("that do not lend a token are left out, without a warning", async () => {
    const [main, l2] = AAVE_V3_ADDRESSES.of(chain.book).map(({ pool }) => pool);
    await chain.undoing(async () => {
      await configure("function setReserveFlashLoaning(address asset, bool enabled)", [chain.token.USDC, false]);
      expect(lendersOf((await asked("aave", "USDC")).offers)).toEqual([l2]);
      expect(lendersOf((await asked("aave", "WETH")).offers)).toEqual([main, l2]);
    });
    await chain.undoing(async () => {
      await configure("function setReservePause(address asset, bool paused)", [chain.token.USDC, true], "l2");
      const { offers, warnings } = await asked("aave", "USDC");
      expect(lendersOf(offers)).toEqual([main]);
      expect(warnings).toEqual([]);
    });
    // the second market does not list it
    expect(lendersOf((await asked("aave", "DAI")).offers)).toEqual([main]);
  });

  it("say what a changed premium costs", async () => {
    await chain.undoing(async () => {
      await configure("function updateFlashloanPremium(uint128 newFlashloanPremium)", [9n]);
      const { offers } = await asked("aave", "USDC");
      expect(offers.map((offer) => premiumOf(offer, 10_000n))).toEqual([9n, 5n]);
    });
  });

  it("that are no lenders are left out with a warning, the others stay", async () => {
    const [main, l2] = AAVE_V3_ADDRESSES.of(chain.book);
    const nowhere = { ...main!, name: "nowhere", pool: "0x00000000000000000000000000000000000000aa" } as const;
    const { offers, unasked, warnings } = await asked("aave", "USDC", {
      book: AAVE_V3_ADDRESSES.with(chain.book, [nowhere, l2!]),
    });
    expect(lendersOf(offers)).toEqual([l2!.pool]);
    expect(warnings).toEqual(["the lender nowhere could not be asked"]);
    // what is no contract has answered
    expect(unasked).toEqual([]);
  });

  it("that cannot be asked are named, the others stay", async () => {
    const [main, l2] = AAVE_V3_ADDRESSES.of(chain.book);
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, params, id }, response) => {
      const [call] = params as [{ to?: string }?];
      if (method !== "eth_call" || call?.to?.toLowerCase() !== main!.pool.toLowerCase()) return false;
      rpcError(response, id, -32005, "daily request count exceeded");
      return true;
    });
    const { offers, unasked, warnings } = await asked("aave", "USDC", { rpcUrl: proxy.url });
    await proxy.close();
    expect(lendersOf(offers)).toEqual([l2!.pool]);
    expect(warnings).toEqual([`the lender ${main!.name} could not be asked`]);
    expect(unasked).toEqual([
      { code: "lender-unread", message: expect.stringMatching(/^the lender \S+ could not be asked: .*request count/) },
    ]);
  });
});

describe("the wallet", () => {
  const wallet = () => ({ caller: chain.operator.address, liquidator: chain.book.liquidators.AaveV3Liquidator! });

  it.each([
    [0n, 0n, null],
    [5_000n, 0n, null],
    [0n, 5_000n, null],
    [5_000n, 3_000n, 3_000n],
    [3_000n, 5_000n, 3_000n],
  ])("of %d, with an allowance of %d, offers %d", async (balance, allowance, available) => {
    await chain.undoing(async () => {
      const { caller, liquidator } = wallet();
      if (balance > 0n) await chain.give("USDT", caller, balance);
      if (allowance > 0n) await chain.approve("USDT", caller, liquidator, allowance);
      const { offers } = await asked("wallet", "USDT", { wallet: wallet() });
      expect(offers.map((offer) => offer.available)).toEqual(available === null ? [] : [available]);
      expect(offers.every((offer) => premiumOf(offer, 10n ** 30n) === 0n && offer.source === 1)).toBe(true);
    });
  });

  it("that cannot be read offers nothing and says so, with a warning", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, without("eth_call"));
    const { offers, unasked, warnings } = await asked("wallet", "USDC", { wallet: wallet(), rpcUrl: proxy.url });
    await proxy.close();
    expect(offers).toEqual([]);
    expect(unasked).toMatchObject([{ code: "wallet-unread" }]);
    expect(warnings).toEqual(["the wallet's USDC could not be read"]);
  });

  it("offers nothing while nobody or no liquidator is known, and asks nobody", async () => {
    const { caller, liquidator } = wallet();
    expect((await asked("wallet", "USDC", { wallet: { caller: null, liquidator } })).offers).toEqual([]);
    expect((await asked("wallet", "USDC", { wallet: { caller, liquidator: null } })).offers).toEqual([]);
  });
});

describe("what needs no lender", () => {
  it("is always there, free and without limit", async () => {
    for (const [name, source, sale] of [
      ["callback", 0, "exact-input"],
      ["flash-swap", 2, "exact-output"],
    ] as const) {
      const { offers } = await asked(name, "USDC");
      expect(offers).toMatchObject([{ source, sale, available: null }]);
      expect(premiumOf(offers[0]!, 10n ** 30n)).toBe(0n);
    }
  });

  it("has no flash swap on a chain without Uniswap V3", async () => {
    expect((await asked("flash-swap", "USDC", { book: UNISWAP_V3_ADDRESSES.with(chain.book, null) })).offers).toEqual(
      [],
    );
  });
});
