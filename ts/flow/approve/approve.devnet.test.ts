import { type Address, erc20Abi, maxUint256 } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { type FallenChain, keyOf, startFallenChain } from "../testing/chain.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { type ApprovalRequest, planApproval } from "./plan-approval.ts";
import { sendApproval } from "./send-approval.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

async function planned(amount: string, change: Partial<ApprovalRequest> = {}) {
  const context = chain.contextWith();
  const address = chain.book.liquidators.AaveV3Liquidator!;
  const approval = await planApproval(context, {
    liquidator: { contract: "AaveV3Liquidator", address },
    token: chain.token.USDC,
    amount,
    from: chain.operator.address,
    blockNumber: await chain.client.getBlockNumber({ cacheTime: 0 }),
    ...change,
  });
  return { context, approval };
}

function allowance(token: Address): Promise<bigint> {
  const args = [chain.operator.address, chain.book.liquidators.AaveV3Liquidator!] as const;
  return chain.client.readContract({ address: token, abi: erc20Abi, functionName: "allowance", args });
}

async function sent(amount: string, change: Partial<ApprovalRequest> = {}) {
  const { context, approval } = await planned(amount, change);
  return sendApproval(context, approval, chain.operator);
}

describe("an approval", () => {
  it("is tried and shown, and changes nothing before it is sent", async () => {
    await chain.give("USDC", chain.operator.address, 7_000000n);
    const { approval } = await planned("25000.5");
    expect(approval).toMatchObject({
      token: { symbol: "USDC", decimals: 6 },
      balance: 7_000000n,
      before: 0n,
      after: 25_000_500000n,
      isOperator: true,
      call: { to: chain.token.USDC, data: expect.stringMatching(/^0x095ea7b3/) },
    });
    expect(approval.call!.gas).toBeGreaterThan(21_000n);
    expect(await allowance(chain.token.USDC)).toBe(0n);
    expect((await planned("1", { from: chain.owner })).approval.isOperator).toBe(false);
  });

  it.each(["USDC", "USDT", "WETH"] as const)("of %s is exact, is not sent twice, and is taken back", async (symbol) => {
    const token = chain.token[symbol];
    expect(await sent("3.25", { token })).toMatchObject({ txHash: expect.stringMatching(/^0x/) });
    expect(await allowance(token)).toBe(symbol === "WETH" ? 325n * 10n ** 16n : 3_250000n);
    const nonce = await chain.client.getTransactionCount({ address: chain.operator.address });
    expect(await sent("3.25", { token })).toBeNull();
    expect(await chain.client.getTransactionCount({ address: chain.operator.address })).toBe(nonce);
    await sent("0", { token });
    expect(await allowance(token)).toBe(0n);
  });

  it("replaces a larger one, however it came about", async () => {
    await chain.approve("USDC", chain.operator.address, chain.book.liquidators.AaveV3Liquidator!, maxUint256);
    expect((await planned("5")).approval).toMatchObject({ before: maxUint256, after: 5_000000n });
    await sent("5");
    expect(await allowance(chain.token.USDC)).toBe(5_000000n);
  });

  it("that the token refuses is refused, and says what helps", async () => {
    await sent("1", { token: chain.token.USDT });
    await expect(planned("2", { token: chain.token.USDT })).rejects.toMatchObject({
      code: "approval-refused",
      exitCode: 4,
      hint: "some tokens want the old approval taken back first: --revoke",
    });
    expect((await planned("0", { token: chain.token.USDT })).approval.call).not.toBeNull();
  });

  it("of no token, of parts of a unit, or by another key is refused", async () => {
    await expect(planned("1", { token: chain.operator.address })).rejects.toMatchObject({
      message: `there is no token at ${chain.operator.address}`,
      exitCode: 2,
    });
    await expect(planned("0.0000001")).rejects.toMatchObject({ exitCode: 2 });
    const { context, approval } = await planned("1");
    await expect(sendApproval(context, approval, keyOf(5))).rejects.toMatchObject({ code: "signer" });
    expect(await allowance(chain.token.USDC)).toBe(0n);
  });
});
