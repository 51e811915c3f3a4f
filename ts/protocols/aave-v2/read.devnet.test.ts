import { type Address, erc20Abi, getAddress, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import type { Read } from "../protocol.ts";
import { accountTarget, marketKey, type Target } from "../target.ts";
import { debtIndexAt, liquidityIndexAt } from "./balance.ts";
import { aaveV2 } from "./index.ts";
import { instantAt } from "./instant.ts";
import type { AaveV2State } from "./state.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const POOL = parseAbi([
  "function getReservesList() view returns (address[])",
  "function getReserveNormalizedIncome(address) view returns (uint256)",
  "function getReserveNormalizedVariableDebt(address) view returns (uint256)",
  "function getUserAccountData(address) view returns (uint256 totalCollateral, uint256 totalDebt, uint256, uint256, uint256, uint256 healthFactor)",
]);
const DATA = parseAbi([
  "function getReserveConfigurationData(address) view returns (uint256 decimals, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, uint256 reserveFactor, bool usageAsCollateralEnabled, bool borrowingEnabled, bool stableBorrowRateEnabled, bool isActive, bool isFrozen)",
  "function getUserReserveData(address asset, address user) view returns (uint256 currentATokenBalance, uint256 currentStableDebt, uint256 currentVariableDebt, uint256, uint256, uint256, uint256, uint40, bool usageAsCollateralEnabled)",
]);
const ORACLE = parseAbi(["function getAssetPrice(address) view returns (uint256)"]);
const CONFIGURATOR = parseAbi(["function setPoolPause(bool)", "function deactivateReserve(address)"]);
const FEED = parseAbi(["function setAnswer(int256)"]);
const DAYS = 90n;

let chain: TestChain;
let context: ReturnType<typeof contextOf>;
beforeAll(async () => {
  chain = await startTestChain();
  context = contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));
  await chain.client.increaseTime({ seconds: Number(DAYS) * 86_400 });
  await chain.client.mine({ blocks: 1 });
});
afterAll(() => chain?.stop());

type MarketName = "main" | "dollar";
const addressesOf = (name: MarketName) => chain.devnet.info.addresses.aaveV2[name];
const targetIn = (name: MarketName, user: Address) =>
  accountTarget({ protocol: "aave-v2", market: addressesOf(name).pool }, user);
const targets = (): Target[] =>
  chain.devnet.info.borrowers.aaveV2.map(({ market, address }) => targetIn(market as MarketName, address));

const NOBODY = getAddress("0x00000000000000000000000000000000000000aa");

function stateIn<State>(read: Read<State> | undefined): State {
  if (!read?.ok) throw new Error(read ? `${read.reason.code}: ${read.reason.message}` : "nothing was read");
  return read.state;
}

async function read(wanted: readonly Target[]): Promise<{ blockNumber: bigint; states: AaveV2State[] }> {
  const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
  const markets = await aaveV2.readMarkets(context, wanted, blockNumber);
  const positions = await aaveV2.readPositions(context, wanted, markets, blockNumber);
  const states = wanted.map((target, place) => ({
    market: stateIn(markets.get(marketKey(target))),
    position: stateIn(positions[place]),
  }));
  return { blockNumber, states };
}

describe("Aave V2 is read as its own contracts tell it", () => {
  it.each(["main", "dollar"] as const)("the market %s", async (name) => {
    const { pool, oracle, dataProvider, baseToken } = addressesOf(name);
    const { states, blockNumber } = await read([targetIn(name, NOBODY)]);
    const { market } = states[0]!;
    const { client } = context;
    const { timestamp } = await client.getBlock({ blockNumber });
    const unit = baseToken === null ? 10n ** 8n : 10n ** 18n;
    expect(market).toMatchObject({ pool, timestamp, paused: false, base: { token: baseToken, unit } });
    const at = { blockNumber } as const;
    const assets = await client.readContract({ address: pool, abi: POOL, ...at, functionName: "getReservesList" });
    expect(market.reserves.map(({ token }) => token.address)).toEqual(assets);
    for (const [id, reserve] of market.reserves.entries()) {
      const args = [assets[id]!] as const;
      const ask = { address: pool, abi: POOL, args, ...at } as const;
      const token = { address: assets[id]!, abi: erc20Abi, ...at } as const;
      const [decimals, , thresholdBps, bonusBps, , , , , active] = await client.readContract({
        address: dataProvider,
        abi: DATA,
        functionName: "getReserveConfigurationData",
        args,
        ...at,
      });
      expect(reserve).toMatchObject({
        id,
        token: { symbol: await client.readContract({ ...token, functionName: "symbol" }), decimals: Number(decimals) },
        liquidationThresholdBps: thresholdBps,
        liquidationBonusBps: bonusBps,
        active,
        price: await client.readContract({ address: oracle, abi: ORACLE, functionName: "getAssetPrice", args, ...at }),
        cash: await client.readContract({ ...token, functionName: "balanceOf", args: [reserve.aToken] }),
      });
      expect(liquidityIndexAt(reserve, timestamp)).toBe(
        await client.readContract({ ...ask, functionName: "getReserveNormalizedIncome" }),
      );
      expect(debtIndexAt(reserve, timestamp)).toBe(
        await client.readContract({ ...ask, functionName: "getReserveNormalizedVariableDebt" }),
      );
    }
  });

  it("every account, its balances after months and what they come to", async () => {
    const wanted = targets();
    const { states, blockNumber } = await read(wanted);
    const { client } = context;
    for (const [place, { market, position }] of states.entries()) {
      const borrower = chain.devnet.info.borrowers.aaveV2[place]!;
      const { pool, dataProvider } = addressesOf(borrower.market as MarketName);
      const { balances, account } = instantAt({ market, position }, 0n);
      for (const reserve of market.reserves) {
        const args = [reserve.token.address, borrower.address] as const;
        const told = {
          address: dataProvider,
          abi: DATA,
          functionName: "getUserReserveData",
          args,
          blockNumber,
        } as const;
        const [collateral, stableDebt, variableDebt, , , , , , usedAsCollateral] = await client.readContract(told);
        const holding = position.holdings.findIndex(({ reserveId }) => reserveId === reserve.id);
        const { label } = borrower;
        if (holding === -1) expect([label, collateral, stableDebt, variableDebt]).toEqual([label, 0n, 0n, 0n]);
        else {
          const debt = stableDebt + variableDebt;
          expect(balances[holding], label).toMatchObject({ collateral, debt, variableDebt, usedAsCollateral });
        }
      }
      const args = [borrower.address] as const;
      const [totalCollateralBase, totalDebtBase, , , , healthFactor] = await client.readContract({
        address: pool,
        abi: POOL,
        functionName: "getUserAccountData",
        args,
        blockNumber,
      });
      expect(account, borrower.label).toEqual({ totalCollateralBase, totalDebtBase, healthFactor });
    }
    expect(states.flatMap(({ position }) => position.holdings).filter(({ stable }) => stable !== null)).toHaveLength(2);
  });

  it("hundreds of accounts of a market in few calls", async () => {
    const borrowers = targets().filter(({ market }) => market === addressesOf("main").pool);
    const wanted = Array.from({ length: 400 }, (_, place) => borrowers[place % borrowers.length]!);
    const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
    const markets = await aaveV2.readMarkets(context, wanted, blockNumber);
    const before = context.requests.get("eth_call") ?? 0;
    const positions = await aaveV2.readPositions(context, wanted, markets, blockNumber);
    expect((context.requests.get("eth_call") ?? 0) - before).toBeLessThanOrEqual(3);
    expect(positions.every(({ ok }) => ok)).toBe(true);
  });

  it("that a pool is paused, a reserve inactive, a price missing", () =>
    chain.undoing(async () => {
      const { accounts, feeds, tokens } = chain.devnet.info.addresses;
      const { configurator } = addressesOf("dollar");
      const write = { account: accounts.deployer, chain: null } as const;
      const args = [true] as const;
      const pause = { ...write, address: configurator, abi: CONFIGURATOR, functionName: "setPoolPause", args } as const;
      await chain.client.writeContract(pause);
      await chain.client.writeContract({
        ...write,
        address: feeds.USDC,
        abi: FEED,
        functionName: "setAnswer",
        args: [0n],
      });
      await chain.client.mine({ blocks: 1 });
      const { states } = await read([targetIn("dollar", chain.borrower("aave-v2", "no-cash").address)]);
      const { market } = states[0]!;
      expect(market.paused).toBe(true);
      // without an answer the oracle asks its fallback, which is not there
      expect(market.reserves.find(({ token }) => token.address === tokens.USDC)?.price).toBeNull();
    }));

  it("what is no such market", async () => {
    const ref = { protocol: "aave-v2", market: chain.devnet.info.addresses.tokens.WETH } as const;
    const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
    const markets = await aaveV2.readMarkets(context, [ref], blockNumber);
    expect([...markets.values()]).toMatchObject([{ ok: false, reason: { code: "market-unreadable" } }]);
    const target = accountTarget(ref, NOBODY);
    const positions = await aaveV2.readPositions(context, [target], markets, blockNumber);
    expect(positions).toMatchObject([{ ok: false, reason: { code: "market-unreadable" } }]);
  });
});

describe("the book of Aave V2", () => {
  const client = () => context.client;

  it("is confirmed by the chain", async () => {
    await aaveV2.checkBook(client(), context.book);
  });

  it.each([
    ["a market in ether that is said to count in dollars", "main", { token: null, unit: "100000000" }, /is not at/],
    ["a market in dollars that is said to count in ether", "dollar", "WETH", /does not count in what/],
    ["another token than the one it counts in", "main", "USDC", /does not count in what/],
    ["another unit", "dollar", { token: null, unit: "1000000000000000000" }, /does not count in what/],
  ] as const)("is refused for %s", async (_, name, wrong, message) => {
    const { tokens } = chain.devnet.info.addresses;
    const base =
      typeof wrong === "string" ? { token: tokens[wrong], unit: 10n ** 18n } : { ...wrong, unit: BigInt(wrong.unit) };
    const known = aaveV2.addresses.of(context.book) as readonly { readonly name: string }[];
    const changed = known.map((market) => (market.name === name ? { ...market, base } : market));
    const book = aaveV2.addresses.with(context.book, changed);
    await expect(aaveV2.checkBook(client(), book)).rejects.toThrow(message);
  });

  it("is refused where pool and provider do not name each other", async () => {
    const [main, dollar] = aaveV2.addresses.of(context.book) as readonly [{ pool: Address }, { pool: Address }];
    const book = aaveV2.addresses.with(context.book, [{ ...main, pool: dollar.pool }]);
    await expect(aaveV2.checkBook(client(), book)).rejects.toThrow(/is not what the address book says/);
  });
});
