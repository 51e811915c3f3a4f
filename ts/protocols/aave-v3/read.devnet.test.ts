import { type Address, erc20Abi, getAddress, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { InterruptedError } from "../../core/errors/errors.ts";
import { accountTarget, marketKey, type Target, userOf } from "../target.ts";
import { type OpenDevnet, startOpenDevnet } from "./devnet.fixture.ts";
import { aaveV3 } from "./index.ts";
import { read, stateOf } from "./read.fixture.ts";
import type { AaveV3Market } from "./state.ts";

const { readMarkets, readPositions } = aaveV3;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const POOL = parseAbi([
  "function getReservesList() view returns (address[])",
  "function getReserveNormalizedIncome(address) view returns (uint256)",
  "function getReserveNormalizedVariableDebt(address) view returns (uint256)",
  "function getVirtualUnderlyingBalance(address) view returns (uint128)",
  "function getLiquidationGracePeriod(address) view returns (uint40)",
  "function getUserEMode(address) view returns (uint256)",
  "function getEModeCategoryLabel(uint8) view returns (string)",
  "function getEModeCategoryCollateralBitmap(uint8) view returns (uint128)",
  "function getEModeCategoryCollateralConfig(uint8) view returns ((uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus))",
  "function FLASHLOAN_PREMIUM_TOTAL() view returns (uint128)",
]);
const DATA = parseAbi([
  "function getReserveConfigurationData(address) view returns (uint256 decimals, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, uint256 reserveFactor, bool usageAsCollateralEnabled, bool borrowingEnabled, bool stableBorrowRateEnabled, bool isActive, bool isFrozen)",
  "function getReserveTokensAddresses(address) view returns (address aToken, address stableDebtToken, address variableDebtToken)",
  "function getReserveData(address) view returns (uint256, uint256, uint256, uint256, uint256, uint256 liquidityRate, uint256 variableBorrowRate, uint256, uint256, uint256, uint256, uint40)",
  "function getLiquidationProtocolFee(address) view returns (uint256)",
  "function getPaused(address) view returns (bool)",
  "function getFlashLoanEnabled(address) view returns (bool)",
  "function getUserReserveData(address asset, address user) view returns (uint256 currentATokenBalance, uint256 currentStableDebt, uint256 currentVariableDebt, uint256 principalStableDebt, uint256 scaledVariableDebt, uint256 stableBorrowRate, uint256 liquidityRate, uint40 stableRateLastUpdated, bool usageAsCollateralEnabled)",
]);
const SCALED = parseAbi(["function scaledBalanceOf(address) view returns (uint256)"]);
const ORACLE = parseAbi(["function getAssetPrice(address) view returns (uint256)"]);
const CONFIGURATOR = parseAbi([
  "function setReservePause(address asset, bool paused, uint40 gracePeriod)",
  "function setReserveFlashLoaning(address asset, bool enabled)",
]);
const FEED = parseAbi(["function setAnswer(int256)"]);
const RAY = 10n ** 27n;

let devnet: OpenDevnet;
beforeAll(async () => {
  devnet = await startOpenDevnet();
  // interest for a month, a paused reserve, one in its grace period, one without flash loans
  await devnet.deployer.rpc("evm_increaseTime", [30 * 86_400]);
  const { tokens, aave } = devnet.info.addresses;
  const configure = { from: devnet.admin, to: aave.main.configurator, abi: CONFIGURATOR } as const;
  await devnet.deployer.send({ ...configure, functionName: "setReservePause", args: [tokens.LINK, true, 0] });
  await devnet.deployer.send({ ...configure, functionName: "setReservePause", args: [tokens.DAI, true, 0] });
  await devnet.deployer.send({ ...configure, functionName: "setReservePause", args: [tokens.DAI, false, 3_600] });
  await devnet.deployer.send({ ...configure, functionName: "setReserveFlashLoaning", args: [tokens.WBTC, false] });
});
afterAll(() => devnet?.stop());

function targets(): Target[] {
  const { borrowers, addresses } = devnet.info;
  const targetIn = (market: Address, user: Address) => accountTarget({ protocol: "aave-v3", market }, user);
  const known = borrowers.aave.map(({ market, address }) =>
    targetIn(addresses.aave[market as "main" | "l2"].pool, address),
  );
  const nobody = getAddress("0x00000000000000000000000000000000000000aa");
  return [...known, targetIn(addresses.aave.main.pool, nobody)].reverse();
}

const head = () => devnet.context.client.getBlockNumber({ cacheTime: 0 });

/** Runs with the chain as it is and puts it back afterwards. */
async function undone(work: () => Promise<void>): Promise<void> {
  const snapshot = await devnet.deployer.rpc("evm_snapshot", []);
  try {
    await work();
  } finally {
    await devnet.deployer.rpc("evm_revert", [snapshot]);
  }
}

describe("read", () => {
  it.each(["main", "l2"] as const)("reads the market %s as its own contracts tell it", async (name) => {
    const { pool, oracle, dataProvider } = devnet.info.addresses.aave[name];
    const { client } = devnet.context;
    const blockNumber = await head();
    const target = targets().find(({ market }) => market === pool)!;
    const [account] = await read(devnet.context, [target], blockNumber);
    const { market } = stateOf(account);
    const at = { blockNumber } as const;
    const ask = { address: pool, abi: POOL, ...at } as const;

    const { timestamp } = await client.getBlock({ blockNumber });
    expect([account!.market, account!.position]).toMatchObject([
      { ok: true, blockNumber, timestamp },
      { ok: true, blockNumber, timestamp },
    ]);
    expect(market).toMatchObject({
      pool,
      revision: 10,
      baseCurrencyUnit: 10n ** 8n,
      baseIsUsd: true,
      sentinelAllowsLiquidation: true,
      flashLoanPremiumBps: await client.readContract({ ...ask, functionName: "FLASHLOAN_PREMIUM_TOTAL" }),
    });
    const assets = await client.readContract({ ...ask, functionName: "getReservesList" });
    expect(market.reserves.map(({ token }) => token.address)).toEqual(assets);
    expect(market.reserves.map(({ id }) => id)).toEqual(assets.map((_, id) => id));
    for (const reserve of market.reserves) {
      const asset = reserve.token.address;
      const data = { address: dataProvider, abi: DATA, args: [asset], ...at } as const;
      const args = [asset] as const;
      const config = await client.readContract({ ...data, functionName: "getReserveConfigurationData" });
      const [aToken, , variableDebtToken] = await client.readContract({
        ...data,
        functionName: "getReserveTokensAddresses",
      });
      const figures = await client.readContract({ ...data, functionName: "getReserveData" });
      expect(reserve).toEqual({
        id: assets.indexOf(asset),
        token: {
          address: asset,
          symbol: await client.readContract({ address: asset, abi: erc20Abi, functionName: "symbol", ...at }),
          decimals: await client.readContract({ address: asset, abi: erc20Abi, functionName: "decimals", ...at }),
        },
        aToken,
        variableDebtToken,
        liquidityIndex: await client.readContract({ ...ask, functionName: "getReserveNormalizedIncome", args }),
        variableBorrowIndex: await client.readContract({
          ...ask,
          functionName: "getReserveNormalizedVariableDebt",
          args,
        }),
        scaledVariableDebt: await client.readContract({
          address: variableDebtToken,
          abi: parseAbi(["function scaledTotalSupply() view returns (uint256)"]),
          functionName: "scaledTotalSupply",
          ...at,
        }),
        liquidityRate: figures[5],
        variableBorrowRate: figures[6],
        price: await client.readContract({ address: oracle, abi: ORACLE, functionName: "getAssetPrice", args, ...at }),
        liquidationThresholdBps: config[2],
        liquidationBonusBps: config[3],
        protocolFeeBps: await client.readContract({ ...data, functionName: "getLiquidationProtocolFee" }),
        active: config[8],
        paused: await client.readContract({ ...data, functionName: "getPaused" }),
        liquidationGraceUntil: BigInt(
          await client.readContract({ ...ask, functionName: "getLiquidationGracePeriod", args }),
        ),
        availableLiquidity: await client.readContract({ ...ask, functionName: "getVirtualUnderlyingBalance", args }),
        flashLoanEnabled: await client.readContract({ ...data, functionName: "getFlashLoanEnabled" }),
      });
    }
    for (const eMode of market.eModes) {
      const args = [eMode.id] as const;
      const config = await client.readContract({ ...ask, functionName: "getEModeCategoryCollateralConfig", args });
      expect(eMode).toEqual({
        id: eMode.id,
        label: await client.readContract({ ...ask, functionName: "getEModeCategoryLabel", args }),
        liquidationThresholdBps: BigInt(config.liquidationThreshold),
        liquidationBonusBps: BigInt(config.liquidationBonus),
        collateralBitmap: await client.readContract({
          ...ask,
          functionName: "getEModeCategoryCollateralBitmap",
          args,
        }),
        priceOverride: null,
      });
    }
    if (name === "main") {
      expect(market.eModes.map(({ id }) => id)).toEqual([1, 2]);
      expect(market.reserves.filter(({ paused }) => paused).map(({ token }) => token.symbol)).toEqual(["LINK"]);
      expect(market.reserves.filter(({ liquidationGraceUntil }) => liquidationGraceUntil > 0n)).toHaveLength(1);
      expect(market.reserves.filter(({ flashLoanEnabled }) => !flashLoanEnabled)).toHaveLength(1);
    }
  });

  it("reads every borrower as the contracts tell it, in the order asked for", async () => {
    const asked = targets();
    const blockNumber = await head();
    const { client } = devnet.context;
    const found = await read(devnet.context, asked, blockNumber);
    expect(found.map(({ target }) => target)).toEqual(asked);
    let holdings = 0;
    for (const account of found) {
      const { market, position } = stateOf(account);
      const { pool } = market;
      const user = userOf(account.target)!;
      const eMode = await client.readContract({
        address: pool,
        abi: POOL,
        functionName: "getUserEMode",
        args: [user],
        blockNumber,
      });
      expect(BigInt(position.eModeCategory)).toBe(eMode);
      for (const reserve of market.reserves) {
        const held = position.holdings.find(({ reserveId }) => reserveId === reserve.id);
        const scaledOf = (address: Address) =>
          client.readContract({ address, abi: SCALED, functionName: "scaledBalanceOf", args: [user], blockNumber });
        const provider = Object.values(devnet.info.addresses.aave).find((market) => market.pool === pool)!.dataProvider;
        const [supplied, , owed, , scaledDebt, , , , usedAsCollateral] = await client.readContract({
          address: provider,
          abi: DATA,
          functionName: "getUserReserveData",
          args: [reserve.token.address, user],
          blockNumber,
        });
        expect(held?.usedAsCollateral ?? false).toBe(usedAsCollateral);
        expect(held?.scaledVariableDebt ?? 0n).toBe(scaledDebt);
        if (!held) continue;
        holdings++;
        expect(held.scaledATokenBalance).toBe(await scaledOf(reserve.aToken));
        expect(held.scaledVariableDebt).toBe(await scaledOf(reserve.variableDebtToken));
        expect(held.stableDebt).toBe(0n);
        // v3.5 and later: what is owned is rounded down, what is owed up
        expect((held.scaledATokenBalance * reserve.liquidityIndex) / RAY).toBe(supplied);
        expect((held.scaledVariableDebt * reserve.variableBorrowIndex + RAY - 1n) / RAY).toBe(owed);
      }
    }
    expect(holdings).toBeGreaterThan(30);
    expect(stateOf(found[0]).position.holdings).toEqual([]);
  });

  it("shows a supply that is no collateral when few accounts are asked for", async () => {
    const { tokens, aave } = devnet.info.addresses;
    const { pool, dataProvider } = aave.main;
    const user = devnet.info.borrowers.aave.find(({ label }) => label === "healthy")!.address;
    const [amount, from] = [5n * 10n ** 18n, user];
    const MINT = parseAbi(["function mint(address to, uint256 amount)"]);
    const USE = parseAbi([
      "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
      "function setUserUseReserveAsCollateral(address asset, bool useAsCollateral)",
    ]);
    const { send } = devnet.deployer;
    await send({ from, to: tokens.DAI, abi: MINT, functionName: "mint", args: [user, amount] });
    await send({ from, to: tokens.DAI, abi: erc20Abi, functionName: "approve", args: [pool, amount] });
    await send({ from, to: pool, abi: USE, functionName: "supply", args: [tokens.DAI, amount, user, 0] });
    await send({ from, to: pool, abi: USE, functionName: "setUserUseReserveAsCollateral", args: [tokens.DAI, false] });

    const [account] = await read(
      devnet.context,
      [accountTarget({ protocol: "aave-v3", market: pool }, user)],
      await head(),
    );
    const { market, position } = stateOf(account);
    const dai = market.reserves.find(({ token }) => token.symbol === "DAI")!;
    const held = position.holdings.find(({ reserveId }) => reserveId === dai.id);
    const [balance] = await devnet.context.client.readContract({
      address: dataProvider,
      abi: DATA,
      functionName: "getUserReserveData",
      args: [tokens.DAI, user],
    });
    expect(held?.usedAsCollateral).toBe(false);
    expect((held!.scaledATokenBalance * dai.liquidityIndex) / RAY).toBe(balance);
    expect(balance).toBeGreaterThanOrEqual(amount - 1n);
  });

  it("reads the block that it is told, not the newest", async () => {
    await undone(async () => {
      const blockNumber = await head();
      const [before] = await read(devnet.context, targets().slice(-1), blockNumber);
      const { feeds } = devnet.info.addresses;
      await devnet.deployer.send({
        from: devnet.admin,
        to: feeds.WETH,
        abi: FEED,
        functionName: "setAnswer",
        args: [1n],
      });
      expect(await read(devnet.context, targets().slice(-1), blockNumber)).toEqual([before]);
      const [after] = await read(devnet.context, targets().slice(-1), await head());
      expect(priceOf(stateOf(after).market, devnet.info.addresses.tokens.WETH)).toBe(1n);
    });
  });

  it.each([
    ["answers zero, so that the oracle reverts", null],
    ["has no code", "0x"],
    ["burns all its gas", "0x5b600056"],
  ])("a feed that %s leaves one price unknown and everything else as it was", async (_, code) => {
    const blockNumber = await head();
    const sound = await read(devnet.context, targets(), blockNumber);
    const { feeds, tokens } = devnet.info.addresses;
    await undone(async () => {
      if (code === null) {
        const call = { from: devnet.admin, to: feeds.LINK, abi: FEED, functionName: "setAnswer" } as const;
        await devnet.deployer.send({ ...call, args: [0n] });
      } else await devnet.deployer.rpc("anvil_setCode", [feeds.LINK, code]);
      const broken = await read(devnet.context, targets(), await head());
      for (const [index, account] of broken.entries()) {
        const [now, before] = [stateOf(account), stateOf(sound[index])];
        expect(now.position).toEqual(before.position);
        for (const reserve of now.market.reserves) {
          const isBroken = reserve.token.address === tokens.LINK;
          expect(reserve.price).toBe(isBroken ? null : priceOf(before.market, reserve.token.address));
        }
      }
    });
  });

  it("refuses the accounts of which a balance cannot be read, and no others", async () => {
    const blockNumber = await head();
    const before = await read(devnet.context, targets(), blockNumber);
    const { market } = stateOf(before.at(-1));
    const dai = market.reserves.find(({ token }) => token.address === devnet.info.addresses.tokens.DAI)!;
    await undone(async () => {
      await devnet.deployer.rpc("anvil_setCode", [dai.variableDebtToken, "0x5f5ffd"]);
      const after = await read(devnet.context, targets(), await head());
      const hit = before.map((account) => {
        const { market: its, position } = stateOf(account);
        return (
          its.pool === market.pool &&
          position.holdings.some((held) => held.reserveId === dai.id && held.scaledVariableDebt > 0n)
        );
      });
      expect(hit.filter(Boolean).length).toBeGreaterThan(0);
      expect(after.map(({ position }) => position.ok)).toEqual(hit.map((isHit) => !isHit));
      for (const { position } of after) if (!position.ok) expect(position.reason.code).toBe("account-unreadable");
    });
  });

  it("refuses the accounts of a market that is none without asking for them, and reads the others", async () => {
    const [good] = targets();
    const bad: Target = { ...good!, market: devnet.info.addresses.tokens.WETH };
    const context = devnet.contextWith({});
    const found = await read(context, [bad, good!, bad], await head());
    expect(found.map(({ position }) => position.ok)).toEqual([false, true, false]);
    const refusal = { ok: false, timestamp: 0n, reason: { code: "market-unreadable" } };
    expect(found[0]).toMatchObject({ market: refusal, position: refusal });
    expect(context.requests.get("eth_call"), "two markets, and the accounts of one").toBe(3);
  });

  it("refuses what is no account, and accounts of a market that was not read at all", async () => {
    const [account] = targets();
    const store: Target = { ...account!, subject: { kind: "store", asset: devnet.info.addresses.tokens.WETH } };
    const context = devnet.contextWith({});
    const found = await readPositions(context, [store, account!], new Map(), 1n);
    expect(found).toMatchObject([
      { ok: false, blockNumber: 1n, reason: { code: "not-an-account" } },
      { ok: false, blockNumber: 1n, reason: { code: "market-unreadable" } },
    ]);
    expect(context.requests.size).toBe(0);
  });

  it("reads each market once, by its key, whatever the case of its address", async () => {
    const context = devnet.contextWith({});
    const { main, l2 } = devnet.info.addresses.aave;
    const shouted = main.pool.toLowerCase().replace("0x", "0X").toUpperCase().replace("0X", "0x") as Address;
    const refs = [main.pool, l2.pool, shouted, main.pool].map((market) => ({ protocol: "aave-v3", market }) as const);
    const blockNumber = await head();
    const found = await readMarkets(context, refs, blockNumber);
    expect([...found.keys()]).toEqual(refs.slice(0, 2).map(marketKey));
    expect([...found.values()].map((market) => market.ok && market.state.reserves.length > 0)).toEqual([true, true]);
    expect(context.requests.get("eth_call")).toBe(2);
  });

  it("reads positions of a later block with an earlier market, and says when that was", async () => {
    const asked = targets();
    const earlier = (await head()) - 1n;
    const markets = await readMarkets(devnet.context, asked, earlier);
    const blockNumber = earlier + 1n;
    const found = await readPositions(devnet.context, asked, markets, blockNumber);
    expect(found).toEqual((await read(devnet.context, asked, blockNumber)).map(({ position }) => position));
    const future = await readPositions(devnet.context, asked, markets, blockNumber + 1_000n);
    expect(future).toHaveLength(asked.length);
    for (const position of future) expect(position).toMatchObject({ ok: false, reason: { code: "block-unreadable" } });
  });

  it("refuses every account when the node cannot be reached, without the endpoint's secret", async () => {
    const { contextOf } = await import("../../chains/context.fixture.ts");
    const gone = contextOf("http://127.0.0.1:1/v2/secretkey", devnet.context.book);
    const found = await read(gone, targets(), 1n);
    expect(found).toHaveLength(targets().length);
    for (const { position } of found) expect(position).toMatchObject({ reason: { code: "market-unreadable" } });
    const blockNumber = await head();
    const markets = await readMarkets(devnet.context, targets(), blockNumber);
    const unread = await readPositions(gone, targets(), markets, blockNumber);
    for (const position of unread) expect(position).toMatchObject({ reason: { code: "read-failed" } });
    const text = JSON.stringify([found, unread], (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(text).not.toContain("secretkey");
  });

  it("stops when it is interrupted", async () => {
    const context = devnet.contextWith({ signal: AbortSignal.abort() });
    const blockNumber = await head();
    await expect(readMarkets(context, targets(), blockNumber)).rejects.toBeInstanceOf(InterruptedError);
    const markets = await readMarkets(devnet.context, targets(), blockNumber);
    await expect(readPositions(context, targets(), markets, blockNumber)).rejects.toBeInstanceOf(InterruptedError);
  });

  it("tells its progress", async () => {
    const seen: [number, number][] = [];
    await read(devnet.context, targets(), await head(), (done, total) => void seen.push([done, total]));
    expect(seen.at(-1)).toEqual([targets().length, targets().length]);
    expect(seen.every(([done], index) => index === 0 || done >= seen[index - 1]![0])).toBe(true);
  });
});

function priceOf(market: AaveV3Market, asset: Address): bigint | null {
  return market.reserves.find(({ token }) => token.address === asset)!.price;
}
