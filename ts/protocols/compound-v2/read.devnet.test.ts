import { encodeFunctionData, parseAbi, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { accountTarget, marketKey, type Target, userOf } from "../target.ts";
import { debtAt } from "./debt.ts";
import { compoundV2 } from "./index.ts";
import { sum, weigh } from "./liquidity.ts";
import type { CompoundState } from "./state.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

const COMPTROLLER = parseAbi([
  "function getAccountLiquidity(address account) view returns (uint256 code, uint256 liquidity, uint256 shortfall)",
  "function exitMarket(address cToken) returns (uint256)",
  "function enterMarkets(address[] cTokens) returns (uint256[])",
]);
const CTOKEN = parseAbi([
  "function accrueInterest() returns (uint256)",
  "function borrow(uint256 amount) returns (uint256)",
  "function redeem(uint256 cTokens) returns (uint256)",
  "function transfer(address to, uint256 amount) returns (bool)",
]);
const CETHER = parseAbi(["function mint() payable", "function repayBorrow() payable"]);

let chain: TestChain;
let context: CountedContext;
beforeAll(async () => {
  chain = await startTestChain();
  context = contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));
});
afterAll(() => chain?.stop());

const OPTIONS = { horizonSeconds: 0n, realizeBadDebt: true, usdPrices: new Map<string, bigint>() };

async function readAll(targets: readonly Target[]) {
  const { number } = await resolveBlock(context.client, { tag: "latest" });
  const markets = await compoundV2.readMarkets(context, targets, number);
  return { markets, positions: await compoundV2.readPositions(context, targets, markets, number) };
}

function targetOf(label: string): Target {
  const { compound } = chain.devnet.info.addresses;
  const { address, market } = chain.borrower("compound-v2", label);
  const { comptroller } = compound[market as keyof typeof compound];
  return accountTarget({ protocol: "compound-v2", market: comptroller }, address);
}

async function stateOf(target: Target): Promise<CompoundState> {
  const { markets, positions } = await readAll([target]);
  const [market, position] = [markets.get(marketKey(target))!, positions[0]!];
  if (!market.ok || !position.ok) throw new Error("unread");
  return { market: market.state, position: position.state };
}

describe("Compound V2 on the devnet", () => {
  it("finds every borrower of every comptroller", async () => {
    const { targets, markets } = await compoundV2.discover(context, { toBlock: await chain.client.getBlockNumber() });
    const labels = chain.devnet.info.borrowers.compound.map(({ address }) => address);
    expect(new Set(targets.map(userOf))).toEqual(new Set(labels));
    expect(markets).toHaveLength(2);
    const user = targetOf("newer");
    const asked = await compoundV2.discover(context, { user: userOf(user)!, toBlock: 1n });
    expect(asked.targets).toHaveLength(2);
  });

  it("reads what the comptroller weighs, and never asks ether for an underlying", async () => {
    for (const { label } of chain.devnet.info.borrowers.compound) {
      const target = targetOf(label);
      const { market, position } = await stateOf(target);
      const weighed = position.holdings
        .filter(({ entered }) => entered)
        .map((holding) => {
          const token = market.tokens[holding.id]!;
          const { collateralFactor, exchangeRate, price } = token;
          const debt = debtAt(holding, token.borrowIndex);
          return weigh({ collateralFactor, exchangeRate, price: price!, cTokens: holding.cTokens, debt });
        });
      const { collateral, borrowed } = sum(weighed);
      const [code, liquidity, shortfall] = await chain.client.readContract({
        address: target.market,
        abi: COMPTROLLER,
        functionName: "getAccountLiquidity",
        args: [userOf(target)!],
      });
      expect([code, liquidity - shortfall], label).toEqual([0n, collateral - borrowed]);
    }
    const { market } = await stateOf(targetOf("reference"));
    expect(market.tokens.map(({ isNative, cToken }) => isNative && cToken.symbol).filter(Boolean)).toEqual(["cETH"]);
    expect(market.tokens[0]!.token.address).toBe(chain.devnet.info.addresses.tokens.WETH);
  });

  it("cannot read a comptroller that the book does not know, nor what is none", async () => {
    const foreign = accountTarget({ protocol: "compound-v2", market: zeroAddress }, zeroAddress);
    const { markets, positions } = await readAll([foreign]);
    expect(markets.get(marketKey(foreign))).toMatchObject({ ok: false, reason: { code: "unknown-comptroller" } });
    expect(positions).toMatchObject([{ ok: false, reason: { code: "unknown-comptroller" } }]);
    const broken = { ...context.book.addresses, "compound-v2": [{ ...market(), comptroller: zeroAddress }] };
    const other = { ...context, book: { ...context.book, addresses: broken } };
    const read = await compoundV2.readMarkets(other, [foreign], await chain.client.getBlockNumber());
    expect(read.get(marketKey(foreign))).toMatchObject({ ok: false, reason: { code: "market-unreadable" } });
  });

  it("judges an account read before by a market read later, to a unit", () =>
    chain.undoing(async () => {
      const target = targetOf("mixed");
      const before = await readAll([target]);
      await movePrice(chain.client, "WETH", 2600_00000000n, { info: chain.devnet.info });
      await chain.client.mine({ blocks: 1_000 });
      await accrue();
      await chain.client.mine({ blocks: 10 });
      const after = await readAll([target]);
      const key = marketKey(target);
      const judge = (position: (typeof before.positions)[number]) =>
        compoundV2.assess(target, after.markets.get(key)!, position, OPTIONS);
      const [old, fresh] = [judge(before.positions[0]!), judge(after.positions[0]!)];
      expect(fresh.actions.length).toBeGreaterThan(10);
      expect(old.actions.map(({ id }) => id)).toEqual(fresh.actions.map(({ id }) => id));
      for (const [index, action] of fresh.actions.entries()) {
        const short = action.pays!.most - old.actions[index]!.pays!.most;
        expect([0n, 1n, 2n], action.id).toContain(short);
      }
    }));

  it("names the account that each event has changed", () =>
    chain.undoing(async () => {
      const { comptroller, cTokens } = chain.devnet.info.addresses.compound.older;
      const { address: account } = chain.borrower("compound-v2", "ether-both");
      const { address: other } = chain.borrower("compound-v2", "healthy");
      const { number } = await resolveBlock(context.client, { tag: "latest" });
      const target = targetOf("ether-both");
      const markets = await compoundV2.readMarkets(context, [target], number);
      const touching = async (call: object, borrows = false, who = account) => {
        // the estimate falls short of what the comptroller needs behind a call that may fail
        const hash = await chain.client.sendTransaction({
          account,
          gas: 2_000_000n,
          ...(call as { to: `0x${string}` }),
        });
        const { logs } = await waitForReceipt(chain.client, { hash });
        const touched = compoundV2.touchedBy(logs, context.book, markets, []);
        const found = touched.find((one) => userOf(one.target) === who);
        const { data } = call as { data: string };
        expect(found?.borrows, data).toBe(borrows);
      };
      const ether = cTokens.WETH!;
      const call = (data: `0x${string}`, to = ether, value = 0n) => ({ to, data, value });
      await touching(call(encodeFunctionData({ abi: CETHER, functionName: "mint" }), ether, 10n ** 18n));
      await touching(call(encodeFunctionData({ abi: CTOKEN, functionName: "borrow", args: [1n] })), true);
      await touching(call(encodeFunctionData({ abi: CETHER, functionName: "repayBorrow" }), ether, 1n));
      await touching(call(encodeFunctionData({ abi: CTOKEN, functionName: "redeem", args: [1n] })));
      const moved = encodeFunctionData({ abi: CTOKEN, functionName: "transfer", args: [other, 1n] });
      await touching(call(moved));
      await touching(call(moved), false, other);
      const entering = encodeFunctionData({ abi: COMPTROLLER, functionName: "enterMarkets", args: [[cTokens.LINK!]] });
      await touching(call(entering, comptroller));
      const leaving = encodeFunctionData({ abi: COMPTROLLER, functionName: "exitMarket", args: [cTokens.LINK!] });
      await touching(call(leaving, comptroller));
      expect(compoundV2.touchedBy([], context.book, markets, [])).toEqual([]);
    }));

  it("adds up what all owe", async () => {
    const { targets } = await compoundV2.discover(context, { toBlock: await chain.client.getBlockNumber() });
    const { markets, positions } = await readAll(targets);
    for (const [key, read] of markets) {
      if (!read.ok) throw new Error(key);
      const own = positions.flatMap((one, index) => (one.ok && marketKey(targets[index]!) === key ? [one.state] : []));
      for (const { whole, found, token } of compoundV2.tallyDebts(read.state, own)) {
        expect(found, token.symbol).toBe(whole);
      }
      const [, ...others] = own;
      const gaps = compoundV2.tallyDebts(read.state, others).filter(({ missing }) => missing > 0n);
      expect(gaps.length).toBeGreaterThan(0);
    }
  });

  it("says what its oracle says in dollars", async () => {
    const { market } = await stateOf(targetOf("reference"));
    const prices = compoundV2.usdPrices(market);
    const { tokens } = chain.devnet.info.addresses;
    const of = (token: string) => prices.get(token.toLowerCase());
    expect([of(tokens.WETH), of(tokens.USDC), of(tokens.WBTC)]).toEqual(
      [3_000n, 1n, 60_000n].map((usd) => usd * 10n ** 8n),
    );
    expect(compoundV2.usdPrices({ ...market, unit: tokens.WETH }).size).toBe(0);
  });
});

function market() {
  const [first] = context.book.addresses["compound-v2"] as readonly object[];
  return first;
}

/** Counts the interest of every market of the older comptroller. */
async function accrue(): Promise<void> {
  const { cTokens } = chain.devnet.info.addresses.compound.older;
  const { deployer: account } = chain.devnet.info.addresses.accounts;
  for (const address of Object.values(cTokens)) {
    const call = { address, abi: CTOKEN, functionName: "accrueInterest", account, chain: null } as const;
    await waitForReceipt(chain.client, { hash: await chain.client.writeContract(call) });
  }
}
