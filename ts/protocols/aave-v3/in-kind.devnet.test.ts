import { type Address, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../../flow/testing/chain.fixture.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const LIQUIDATE =
  "function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)";
const POOL = parseAbi([
  "function getVirtualUnderlyingBalance(address asset) view returns (uint128)",
  "function getReserveAToken(address asset) view returns (address)",
  "function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)",
  LIQUIDATE,
]);
const TOKEN = parseAbi(["function balanceOf(address account) view returns (uint256)"]);
const SUPPLY = "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)";
const STRANGER: Address = "0x00000000000000000000000000000000000051de";

let chain: FallenChain;
let pool: Address;
beforeAll(async () => {
  chain = await startFallenChain();
  pool = AAVE_V3_ADDRESSES.of(chain.book)[0]!.pool;
});
afterAll(() => chain?.stop());

/** Somebody borrows all ether that the market has. */
async function borrowAllEther(): Promise<void> {
  const { USDC, WETH } = chain.token;
  const available = await chain.client.readContract({
    address: pool,
    abi: POOL,
    functionName: "getVirtualUnderlyingBalance",
    args: [WETH],
  });
  const money = (available * 10_000n) / 10n ** 12n;
  await chain.client.setBalance({ address: STRANGER, value: 10n ** 20n });
  await chain.give("USDC", STRANGER, money);
  await chain.approve("USDC", STRANGER, pool, money);
  await chain.write(STRANGER, pool, SUPPLY, [USDC, money, STRANGER, 0]);
  // at the steep end of the rate curve an estimate of the gas falls short
  const hash = await chain.client.writeContract({
    account: STRANGER,
    address: pool,
    abi: POOL,
    functionName: "borrow",
    args: [WETH, available, 2n, 0, STRANGER],
    gas: 3_000_000n,
  });
  expect((await waitForReceipt(chain.client, { hash })).status).toBe("success");
}

describe("a reserve without cash", () => {
  it("pays in aTokens, exactly what the quote says", async () => {
    await borrowAllEther();
    const { USDC, WETH } = chain.token;
    const { operator, client } = chain;
    const { pairs, ref } = await chain.assess(chain.contextWith(), "aave-v3", "reference");
    const pair = pairs.find(({ collateral }) => collateral.address === WETH)!;
    const repay = pair.maxRepay / 2n;
    expect(pair.quote(repay)).toMatchObject({ ok: false, reason: { code: "insufficient-liquidity" } });
    const result = pair.quote(repay, true);
    if (!result.ok) throw new Error(result.reason.message);
    const { amount, funding, repaid, seized } = result.quote;

    await chain.give("USDC", operator.address, funding);
    await chain.approve("USDC", operator.address, pool, funding);
    const call = { account: operator.address, address: pool, abi: POOL, functionName: "liquidationCall" } as const;
    const args = (inKind: boolean) => [WETH, USDC, ref.user, amount, inKind] as const;
    await expect(client.simulateContract({ ...call, args: args(false) })).rejects.toThrow(/revert/i);
    await chain.write(operator.address, pool, LIQUIDATE, args(true));

    const aToken = await client.readContract({
      address: pool,
      abi: POOL,
      functionName: "getReserveAToken",
      args: [WETH],
    });
    const balanceOf = (address: Address) =>
      client.readContract({ address, abi: TOKEN, functionName: "balanceOf", args: [operator.address] });
    expect(await balanceOf(USDC)).toBe(funding - repaid);
    // what was received earns interest by the second, and its balance rounds down
    const received = await balanceOf(aToken);
    expect(received - seized).toBeGreaterThanOrEqual(-1n);
    expect(received - seized).toBeLessThan(seized / 1_000_000n);
  });
});
