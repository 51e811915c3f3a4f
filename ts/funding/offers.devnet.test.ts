import { erc20Abi, numberToHex, parseAbi, toFunctionSelector } from "viem";
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
import { poolAddress } from "../venues/uniswap-v3/pool-address.ts";
import { type Offer, premiumOf } from "./funding.ts";
import { FUNDINGS } from "./index.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** Of a pool of Uniswap V3: its liquidity in range. */
const LIQUIDITY_SLOT = "0x4";

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

  it("that cannot be asked are all named: what is read together fails together", async () => {
    const [main, l2] = AAVE_V3_ADDRESSES.of(chain.book);
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, id }, response) => {
      if (method !== "eth_call") return false;
      rpcError(response, id, -32005, "daily request count exceeded");
      return true;
    });
    const { offers, unasked, warnings } = await asked("aave", "USDC", { rpcUrl: proxy.url });
    await proxy.close();
    expect(offers).toEqual([]);
    expect(warnings).toEqual([main, l2].map((lender) => `the lender ${lender!.name} could not be asked`));
    for (const { code, message } of unasked) {
      expect(code).toBe("lender-unread");
      expect(message).toMatch(/^the lender \S+ could not be asked: .*request count/);
    }
    expect(unasked).toHaveLength(2);
  });
});

describe("lenders that hold the tokens of others", () => {
  const held = (symbol: TokenSymbol, holder: `0x${string}`) =>
    chain.client.readContract({
      address: chain.token[symbol],
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [holder],
    });

  it.each([
    ["morpho", 5, () => chain.devnet.info.addresses.morpho.morpho, false],
    ["balancer-v2", 6, () => chain.devnet.info.addresses.balancer.vault, true],
    ["uniswap-v4", 10, () => chain.devnet.info.addresses.uniswapV4.poolManager, true],
  ] as const)("%s lends all that lies there, for nothing", async (funding, source, lenderOf, locks) => {
    const lender = lenderOf();
    const { offers, unasked } = await asked(funding, "USDC");
    expect(unasked).toEqual([]);
    expect(offers).toMatchObject([{ source, lender, sale: "exact-input", locks: locks ? [lender] : [] }]);
    expect(offers[0]!.available).toBe(await held("USDC", lender));
    expect(premiumOf(offers[0]!, 10n ** 12n)).toBe(0n);
    expect((await asked(funding, funding === "morpho" ? "DAI" : "LINK")).offers).toEqual([]);
    expect(FUNDINGS[funding].lenders(chain.book)).toEqual([lender]);
  });

  it("charge what their governance says, and lend nothing while they are paused", () =>
    chain.undoing(async () => {
      const { accounts, balancer } = chain.devnet.info.addresses;
      const abi = parseAbi([
        "function getActionId(bytes4 selector) view returns (bytes32)",
        "function getProtocolFeesCollector() view returns (address)",
      ]);
      const collector = await chain.client.readContract({
        address: balancer.vault,
        abi,
        functionName: "getProtocolFeesCollector",
      });
      const may = async (contract: `0x${string}`, signature: string) => {
        const action = await chain.client.readContract({
          address: contract,
          abi,
          functionName: "getActionId",
          args: [toFunctionSelector(signature)],
        });
        const grant = "function grantRole(bytes32 role, address account)";
        await chain.write(accounts.deployer, balancer.authorizer, grant, [action, accounts.deployer]);
      };
      await may(collector, "setFlashLoanFeePercentage(uint256)");
      const setFee = "function setFlashLoanFeePercentage(uint256 fee)";
      await chain.write(accounts.deployer, collector, setFee, [10n ** 14n]);
      const { offers } = await asked("balancer-v2", "USDC");
      expect([1n, 10_000n, 10_001n].map((amount) => premiumOf(offers[0]!, amount))).toEqual([1n, 1n, 2n]);
      await may(balancer.vault, "setPaused(bool)");
      await chain.write(accounts.deployer, balancer.vault, "function setPaused(bool paused)", [true]);
      expect((await asked("balancer-v2", "USDC")).offers).toEqual([]);
    }));

  it("are the pools of Uniswap V3, the cheapest first, each of which is locked meanwhile", async () => {
    const { offers } = await asked("uniswap-v3-flash", "USDC");
    const { pools } = chain.devnet.info.addresses.uniswap;
    const [usdt, dai] = ["USDT", "DAI"].map(
      (symbol) => pools.find(({ tokenA, tokenB }) => tokenA === "USDC" && tokenB === symbol)!.address,
    );
    expect(new Set(lendersOf(offers.slice(0, 2)))).toEqual(new Set([usdt, dai]));
    expect(offers.map(({ premium }) => premium.rate)).toEqual([100n, 100n, 500n]);
    for (const { lender, locks, available } of offers) {
      expect(locks).toEqual([lender]);
      expect(available).toBe(await held("USDC", lender));
    }
    expect(premiumOf(offers[0]!, 10_001n)).toBe(2n);
    const book = UNISWAP_V3_ADDRESSES.with(chain.book, null);
    expect((await asked("uniswap-v3-flash", "USDC", { book })).offers).toEqual([]);
  });

  it("are no addresses at which a pool could be, and no pools without liquidity, whatever was sent there", () =>
    chain.undoing(async () => {
      const { offers } = await asked("uniswap-v3-flash", "USDC");
      const deployment = UNISWAP_V3_ADDRESSES.of(chain.book)!;
      const others = Object.values(chain.token).filter((token) => token !== chain.token.USDC);
      const all = [...deployment.feeTiers]
        .sort((a, b) => a - b)
        .flatMap((fee) => others.map((token) => poolAddress(deployment, chain.token.USDC, token, fee)));
      const codes = await Promise.all(all.map((address) => chain.client.getCode({ address })));
      // as many of the cheapest as are chosen
      const empty = all.filter((_, index) => codes[index] === undefined).slice(0, 3);
      expect(empty).toHaveLength(3);
      for (const address of empty) await chain.give("USDC", address, 10n ** 15n);
      expect(lendersOf((await asked("uniswap-v3-flash", "USDC")).offers)).toEqual(lendersOf(offers));
      // a pool that nobody has given anything: what it was sent cannot be borrowed
      const bare = offers[0]!.lender;
      await chain.client.setStorageAt({ address: bare, index: LIQUIDITY_SLOT, value: numberToHex(0, { size: 32 }) });
      const { offers: without } = await asked("uniswap-v3-flash", "USDC");
      expect(lendersOf(without)).not.toContain(bare);
      expect(without.length).toBeGreaterThan(1);
    }));

  it("are asked together, whoever asks and of however many tokens", async () => {
    const context = chain.contextWith();
    const blockNumber = await chain.client.getBlockNumber({ cacheTime: 0 });
    const debts = (["USDC", "WETH", "DAI"] as const).map((symbol): Token => {
      return { address: chain.token[symbol], symbol, decimals: 18 };
    });
    const request = {
      blockNumber,
      caller: chain.operator.address,
      liquidator: chain.book.liquidators.AaveV3Liquidator!,
    };
    const all = () =>
      Promise.all(
        debts.flatMap((debt) =>
          Object.values(FUNDINGS).map((funding) => funding.offers(context, { ...request, debt })),
        ),
      );
    expect((await all()).flatMap(({ offers }) => offers).length).toBeGreaterThan(15);
    // 150 reads a request; what an aToken or a collector is, is asked first, and once
    expect(context.requests.get("eth_call")).toBeLessThanOrEqual(7);
    context.requests.clear();
    expect((await all()).flatMap(({ unasked }) => unasked)).toEqual([]);
    // what is asked a moment later goes with whatever else is asked then
    expect(context.requests.get("eth_call")).toBeLessThanOrEqual(5);
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
