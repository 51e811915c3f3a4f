import { type Address, erc20Abi, getAddress, parseAbi, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CountedContext, contextOf } from "../../chains/context.fixture.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { spark } from "../spark/index.ts";
import { accountTarget } from "../target.ts";
import { type FirstRevision, type FirstRevisionAsset, startFirstRevision } from "./first-revision.fixture.ts";
import { read, stateOf as stateIn } from "./read.fixture.ts";
import type { AaveV3State } from "./state.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const TOKEN = parseAbi(["function mint(address account, uint256 amount)", "function approve(address, uint256)"]);
const POOL = parseAbi([
  "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)",
  "function setUserEMode(uint8 categoryId)",
  "function getReserveNormalizedIncome(address) view returns (uint256)",
  "function getReserveNormalizedVariableDebt(address) view returns (uint256)",
]);
const DATA = parseAbi([
  "function getUserReserveData(address asset, address user) view returns (uint256 currentATokenBalance, uint256 currentStableDebt, uint256 currentVariableDebt, uint256 principalStableDebt, uint256 scaledVariableDebt, uint256 stableBorrowRate, uint256 liquidityRate, uint40 stableRateLastUpdated, bool usageAsCollateralEnabled)",
  "function getReserveTokensAddresses(address) view returns (address aToken, address stableDebtToken, address variableDebtToken)",
]);
const SEQUENCER = parseAbi(["function setAnswer(bool isDown, uint256 timestamp)"]);
const RAY = 10n ** 27n;
const DECIMALS = { WETH: 18, wstETH: 18, USDC: 6, DAI: 18 } as const;

const stable: Address = getAddress("0x00000000000000000000000000000000000ab1e1");
const staker: Address = getAddress("0x00000000000000000000000000000000000ab1e2");
const unpriced: Address = getAddress("0x00000000000000000000000000000000000ab1e3");

let market: FirstRevision;
let context: CountedContext;
let admin: Address;

beforeAll(async () => {
  market = await startFirstRevision();
  admin = market.deployer.account;
  context = contextOf(market.rpcUrl, { chainId: 31337, name: "first" } as ChainBook);
  for (const symbol of ["WETH", "USDC", "DAI"] as const) await supply(admin, symbol, "1000000");
  await supply(stable, "WETH", "10");
  await borrow(stable, "USDC", "5000", "variable");
  await borrow(stable, "USDC", "3000", "stable");
  await supply(staker, "wstETH", "10");
  await enter(staker, 1);
  await borrow(staker, "WETH", "9", "variable");
  await supply(unpriced, "DAI", "1000");
  await market.deployer.rpc("evm_increaseTime", [90 * 86_400]);
  await market.deployer.rpc("evm_mine", []);
}, 120_000);
afterAll(() => market?.stop());

async function supply(user: Address, symbol: FirstRevisionAsset, amount: string): Promise<void> {
  const { deployer, tokens, pool } = market;
  const units = parseUnits(amount, DECIMALS[symbol]);
  const token = { from: user, to: tokens[symbol], abi: TOKEN } as const;
  await deployer.send({ ...token, from: admin, functionName: "mint", args: [user, units] });
  await deployer.send({ ...token, functionName: "approve", args: [pool, units] });
  await deployer.send({
    from: user,
    to: pool,
    abi: POOL,
    functionName: "supply",
    args: [tokens[symbol], units, user, 0],
  });
}

async function borrow(user: Address, symbol: FirstRevisionAsset, amount: string, mode: "stable" | "variable") {
  const args = [
    market.tokens[symbol],
    parseUnits(amount, DECIMALS[symbol]),
    mode === "stable" ? 1n : 2n,
    0,
    user,
  ] as const;
  await market.deployer.send({ from: user, to: market.pool, abi: POOL, functionName: "borrow", args });
}

async function enter(user: Address, category: number): Promise<void> {
  await market.deployer.send({
    from: user,
    to: market.pool,
    abi: POOL,
    functionName: "setUserEMode",
    args: [category],
  });
}

const targetOf = (user: Address) => accountTarget({ protocol: "spark", market: market.pool }, user);

async function stateOf(user: Address): Promise<AaveV3State> {
  const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
  const [account] = await read(context, [targetOf(user)], blockNumber);
  return stateIn(account);
}

describe("a pool of revision 1", () => {
  it("is told as its own contracts tell it", async () => {
    const state = await stateOf(stable);
    expect(state.market).toMatchObject({
      pool: market.pool,
      revision: 1,
      baseCurrencyUnit: 10n ** 8n,
      baseIsUsd: true,
      flashLoanPremiumBps: 9n,
    });
    const { client } = context;
    for (const [index, symbol] of (["WETH", "wstETH", "USDC", "DAI"] as const).entries()) {
      const reserve = state.market.reserves[index]!;
      const asset = market.tokens[symbol];
      const ask = { address: market.pool, abi: POOL, args: [asset] } as const;
      expect(reserve).toMatchObject({
        id: index,
        token: { address: asset, symbol, decimals: DECIMALS[symbol] },
        liquidityIndex: await client.readContract({ ...ask, functionName: "getReserveNormalizedIncome" }),
        variableBorrowIndex: await client.readContract({ ...ask, functionName: "getReserveNormalizedVariableDebt" }),
        liquidationThresholdBps: 7500n,
        liquidationBonusBps: 10_500n,
        active: true,
        paused: false,
        liquidationGraceUntil: 0n,
        // without virtual balances it is what the aToken holds
        availableLiquidity: await client.readContract({
          address: asset,
          abi: erc20Abi,
          functionName: "balanceOf",
          args: [reserve.aToken],
        }),
      });
    }
    expect(state.market.reserves[2]!.variableBorrowIndex).toBeGreaterThan(RAY);
  });

  it("has eModes that the assets name, with a price that replaces theirs", async () => {
    const { market: found } = await stateOf(staker);
    expect(found.eModes).toEqual([
      {
        id: 1,
        label: "ETH correlated",
        liquidationThresholdBps: 9500n,
        liquidationBonusBps: 10_100n,
        collateralBitmap: 0b0011n,
        priceOverride: 3100n * 10n ** 8n,
      },
      expect.objectContaining({ id: 2, collateralBitmap: 0b1000n, priceOverride: null }),
      expect.objectContaining({ id: 3, collateralBitmap: 0n, priceOverride: null, label: "Nobody's" }),
    ]);
  });

  it.each([
    ["stable", stable],
    ["staker", staker],
  ] as const)("counts stable debt too (%s)", async (name, user) => {
    const { market: found, position } = await stateOf(user);
    const { holdings, eModeCategory } = position;
    expect(eModeCategory).toBe(name === "staker" ? 1 : 0);
    let stableDebt = 0n;
    for (const reserve of found.reserves) {
      const [supplied, owedStable, owedVariable, , scaledDebt, , , , asCollateral] = await context.client.readContract({
        address: market.dataProvider,
        abi: DATA,
        functionName: "getUserReserveData",
        args: [reserve.token.address, user],
      });
      const held = holdings.find(({ reserveId }) => reserveId === reserve.id);
      expect(held !== undefined).toBe(supplied + owedStable + owedVariable > 0n);
      if (!held) continue;
      expect(held).toMatchObject({
        stableDebt: owedStable,
        scaledVariableDebt: scaledDebt,
        usedAsCollateral: asCollateral,
      });
      // up to v3.4 both are rounded to the nearest unit
      expect((held.scaledATokenBalance * reserve.liquidityIndex + RAY / 2n) / RAY).toBe(supplied);
      expect((held.scaledVariableDebt * reserve.variableBorrowIndex + RAY / 2n) / RAY).toBe(owedVariable);
      stableDebt += held.stableDebt;
    }
    if (name === "stable") expect(stableDebt).toBeGreaterThan(parseUnits("3000", 6));
    else expect(stableDebt).toBe(0n);
    expect(spark.drifts(position)).toBe(name === "stable");
  });

  it("refuses an account whose eMode has a price source that does not answer", async () => {
    await enter(unpriced, 2);
    const blockNumber = await context.client.getBlockNumber({ cacheTime: 0 });
    const found = await read(context, [unpriced, stable].map(targetOf), blockNumber);
    expect(stateIn(found[0]).market.unpricedEModes).toEqual([2]);
    const options = { horizonSeconds: 0n, realizeBadDebt: true, usdPrices: new Map<string, bigint>() };
    const [refused, other] = found.map(({ target, ...reads }) =>
      spark.assess(target, reads.market, reads.position, options),
    );
    expect(refused).toMatchObject({
      status: { kind: "refused", reason: { code: "emode-price-unknown", numbers: { eModeCategory: 2 } } },
      measure: null,
      actions: [],
    });
    expect(other!.status.kind).toBe("healthy");
  });

  it("obeys its sequencer sentinel", async () => {
    const { timestamp } = await context.client.getBlock();
    const call = { from: admin, to: market.sequencer, abi: SEQUENCER, functionName: "setAnswer" } as const;
    await market.deployer.send({ ...call, args: [true, timestamp] });
    expect((await stateOf(stable)).market.sentinelAllowsLiquidation).toBe(false);
    await market.deployer.send({ ...call, args: [false, 0n] });
    expect((await stateOf(stable)).market.sentinelAllowsLiquidation).toBe(true);
    await market.deployer.rpc("anvil_setCode", [market.sequencer, "0x5f5ffd"]);
    expect((await stateOf(stable)).market.sentinelAllowsLiquidation).toBe(false);
  });
});
