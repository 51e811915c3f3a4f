import { type Address, erc20Abi, isAddressEqual, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { realisedFigures } from "./account/account.ts";
import { attempt, balanceOf, succeeded, userOf } from "./submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "./testing/chain.fixture.ts";
import { undoAfterEach } from "./testing/undo-after-each.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

describe("a dry run", () => {
  it.each([["reference"], ["liquidatable"]])("does everything but send: %s", async (label) => {
    const { done, sent, rows, before, after } = await attempt(chain, label, { request: { send: false } });
    const { simulation, submission } = succeeded(done);
    expect(submission).toBeNull();
    expect(sent).toBe(0);
    expect(after).toEqual(before);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: "dry-run", reason: null, realised: null, txHash: null });
    expect(rows[0]!.simulated).toMatchObject({ profit: simulation.outcome.profit, netProfitUsd: simulation.netUsd });
  });

  it("needs neither key nor deployed contract", async () => {
    const { done, rows, sent } = await attempt(chain, "reference", {
      deployed: false,
      request: { send: false, signer: null },
    });
    expect(succeeded(done).simulation.injected).toBe(true);
    expect(sent).toBe(0);
    expect(rows.map(({ status }) => status)).toEqual(["dry-run"]);
  });
});

/** The key of an account ends with its address. */
const endOf = (user: Address) => new RegExp(`^[a-z].*/${user.toLowerCase()}$`);

describe("a liquidation", () => {
  it.each([
    ["reference", "flash-swap", {}],
    ["usdt-debt", "aave", {}],
    ["mixed", "auto", {}],
    ["whale", "auto", {}],
    ["same-asset", "aave", { collateral: { symbol: "USDC" } }],
    ["l2-reference", "auto", { market: { name: "l2" } }],
    ["liquidatable", "callback", {}],
    ["bad-debt", "callback", {}],
  ] as const)("sends what was simulated and gets what was simulated: %s by %s", async (label, funding, more) => {
    const { done, sent, rows, before, after } = await attempt(chain, label, { request: { funding, ...more } });
    const { plan, simulation, submission, gasPrice } = succeeded(done);
    expect(sent).toBe(1);
    const transaction = await chain.client.getTransaction({ hash: submission!.txHash });
    expect(transaction.input).toBe(simulation.transaction.data);
    expect(transaction).toMatchObject({ from: chain.operator.address.toLowerCase(), nonce: before.nonce, value: 0n });
    expect(transaction.to).toBe(simulation.transaction.to.toLowerCase());
    // blocks are 12 seconds apart, as the simulation assumes
    expect(submission!.outcome).toEqual(simulation.outcome);
    expect(submission!.gasUsed).toBe(simulation.gasUsed);

    const { debtGain, collateralGain, tip } = submission!.outcome;
    expect(tip).toBe(0n);
    for (const [index, token] of Object.values(chain.token).entries()) {
      const gained = after.profit[index]! - before.profit[index]!;
      const isDebt = isAddressEqual(token, plan.debt.address);
      const isCollateral = isAddressEqual(token, plan.collateral.address);
      expect(gained).toBe((isDebt ? debtGain : 0n) + (isCollateral ? collateralGain : 0n));
    }
    for (const token of Object.values(chain.token)) {
      expect(await balanceOf(chain, token, chain.book.liquidators[plan.contract]!)).toBe(0n);
      expect(await balanceOf(chain, token, chain.operator.address)).toBe(0n);
    }

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      time: "2026-01-02T03:04:05.000Z",
      chain: "devnet",
      target: expect.stringMatching(endOf(userOf(chain, label))),
      action: plan.candidate.action.id,
      status: "liquidated",
      reason: null,
      txHash: submission!.txHash,
      planned: { repaid: plan.expected.repaid, profit: plan.expected.profit, netProfitUsd: plan.expected.netUsd },
      simulated: { profit: simulation.outcome.profit, gasUsed: simulation.gasUsed, netProfitUsd: simulation.netUsd },
      realised: {
        repaid: submission!.outcome.repaid,
        seized: submission!.outcome.seized,
        profit: submission!.outcome.profit,
        gasUsed: submission!.gasUsed,
        gasCostWei: submission!.gasUsed * submission!.effectiveGasPrice,
      },
    });
    expect(rows[0]!.realised).toEqual(realisedFigures(plan, submission!, gasPrice));
  });

  it("pays the tip out of the profit", async () => {
    const tipRecipient = "0x00000000000000000000000000000000000f00d1";
    const { done } = await attempt(chain, "reference", {
      config: { tipBps: 1_000, tipRecipient },
      request: { funding: "aave" },
    });
    const { plan, submission } = succeeded(done);
    const { tip, profit, debtGain } = submission!.outcome;
    expect(tip).toBe(profit / 10n);
    expect(plan.expected.tip - tip).toBeLessThan(10n);
    expect(await balanceOf(chain, plan.debt.address, tipRecipient)).toBe(tip);
    expect(await balanceOf(chain, plan.debt.address, RECEIVER)).toBe(debtGain - tip);
  });
});

describe("with the wallet's own money", () => {
  const liquidator = () => chain.book.liquidators.AaveV3Liquidator!;

  it("gets it back to the unit, also in a token that returns nothing", async () => {
    const { address } = chain.operator;
    await chain.give("USDT", address, 9_000_000000n);
    await chain.approve("USDT", address, liquidator(), 9_000_000000n);
    const { done } = await attempt(chain, "usdt-debt", { request: { funding: "wallet" } });
    const { submission, simulation } = succeeded(done);
    expect(submission!.outcome).toEqual(simulation.outcome);
    expect(await balanceOf(chain, chain.token.USDT, address)).toBe(9_000_000000n);
    expect(await balanceOf(chain, chain.token.USDT, RECEIVER)).toBe(submission!.outcome.debtGain);
    expect(await balanceOf(chain, chain.token.USDT, liquidator())).toBe(0n);
  });

  it("keeps aTokens for the receiver", async () => {
    const { address } = chain.operator;
    await chain.give("USDC", address, 20_000_000000n);
    await chain.approve("USDC", address, liquidator(), 20_000_000000n);
    const { done, rows } = await attempt(chain, "reference", { request: { funding: "wallet", inKind: true } });
    const { submission, simulation, plan } = succeeded(done);
    expect(submission!.outcome).toEqual(simulation.outcome);
    const aToken = await chain.client.readContract({
      address: plan.target.market,
      abi: parseAbi(["function getReserveAToken(address asset) view returns (address)"]),
      functionName: "getReserveAToken",
      args: [chain.token.WETH],
    });
    const block = submission!.blockNumber;
    const held = await chain.client.readContract({
      address: aToken,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [RECEIVER],
      blockNumber: block,
    });
    // aTokens are kept in scaled units: a transfer may round by one
    expect(held - submission!.outcome.collateralGain).toSatisfy((off: bigint) => off >= -1n && off <= 1n);
    expect(await balanceOf(chain, chain.token.WETH, RECEIVER)).toBe(0n);
    expect(await balanceOf(chain, chain.token.USDC, address)).toBe(20_000_000000n - submission!.outcome.repaid);
    expect(rows[0]).toMatchObject({ status: "liquidated", funding: "wallet" });
  });
});
