import { type Address, slice } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { max } from "../core/math/math.ts";
import type { FundingName } from "../core/names/names.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { gasOf } from "../flow/plan/gas-of.ts";
import { attempt, balanceOf, failed, succeeded } from "../flow/submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { undoAfterEach } from "../flow/testing/undo-after-each.fixture.ts";
import { packRoute } from "../routing/route.ts";
import { premiumOf } from "./funding.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** Bytes of a list of two lenders (contracts/types/Loans.sol). */
const LIST_OF_TWO = 1 + 2 * 37;

let chain: FallenChain;
let lenders: Readonly<Record<"morpho" | "balancer-v2", Address>>;
beforeAll(async () => {
  chain = await startFallenChain();
  const { morpho, balancer } = chain.devnet.info.addresses;
  lenders = { morpho: morpho.morpho, "balancer-v2": balancer.vault };
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

const usdc = (units: bigint) => units * 1_000_000n;

/** Takes away what a lender has, but for this much. */
async function leave(lender: Address, units: bigint): Promise<void> {
  const nobody = "0x000000000000000000000000000000000000dEaD";
  const surplus = (await balanceOf(chain, chain.token.USDC, lender)) - units;
  await chain.client.setBalance({ address: lender, value: 10n ** 18n });
  await chain.write(lender, chain.token.USDC, "function transfer(address to, uint256 amount)", [nobody, surplus]);
}

const BOTH: readonly FundingName[] = ["morpho", "balancer-v2"];

describe("a debt that is larger than what any lender has", () => {
  it.each([
    ["reference", usdc(7_000n), usdc(5_000n)],
    ["liquidatable", usdc(9_000n), usdc(20_000n)],
  ])("is paid by two, to the unit: %s", async (label, ofMorpho, ofVault) => {
    await leave(lenders.morpho, ofMorpho);
    await leave(lenders["balancer-v2"], ofVault);
    const before = await balanceOf(chain, chain.token.USDC, RECEIVER);
    const { done, rows } = await attempt(chain, label, { request: { funding: BOTH } });
    const { plan, submission } = succeeded(done);
    const { offer, quote, action } = plan.candidate;
    expect(quote.funding).toBeGreaterThan(max(ofMorpho, ofVault));
    expect(plan.expected.repaid).toBe(action.pays.most);
    expect(offer).toMatchObject({ funding: "several", source: 11, available: ofMorpho + ofVault });
    expect(new Set(offer.loans!.map((loan) => loan.offer.lender))).toEqual(
      new Set([lenders.morpho, lenders["balancer-v2"]]),
    );
    expect(offer.loans!.reduce((sum, { amount }) => sum + amount, 0n)).toBe(quote.funding);
    // the last one lends what is left, however much that is
    expect(BigInt(slice(plan.onChain.route, LIST_OF_TWO - 16, LIST_OF_TWO))).toBe(0n);
    const { outcome } = submission!;
    expect(outcome.premium).toBe(0n);
    // the debt grows less until it is mined than it may
    expect(outcome.repaid).toBeGreaterThan((plan.expected.repaid * 9_999n) / 10_000n);
    expect(outcome.repaid).toBeLessThanOrEqual(plan.expected.repaid);
    expect(outcome.debtGain).toBe(outcome.profit);
    const gas = Number(gasOf(plan.candidate));
    expect(Math.abs(gas - Number(submission!.gasUsed))).toBeLessThan(0.1 * gas);
    expect((await balanceOf(chain, chain.token.USDC, RECEIVER)) - before).toBe(outcome.debtGain);
    // Morpho is given what its borrower repays besides
    const repaid = label === "liquidatable" ? outcome.repaid : 0n;
    expect(await balanceOf(chain, chain.token.USDC, lenders.morpho)).toBe(ofMorpho + repaid);
    expect(await balanceOf(chain, chain.token.USDC, lenders["balancer-v2"])).toBe(ofVault);
    expect(rows).toMatchObject([{ status: "liquidated", funding: expect.stringMatching(/^\S+\+\S+$/) }]);
  });

  it("is paid with a premium for what only a lender that charges has", async () => {
    await leave(lenders.morpho, usdc(7_000n));
    await leave(lenders["balancer-v2"], usdc(1_000n));
    const { done } = await attempt(chain, "reference", { request: { funding: ["spark", "aave-v2", ...BOTH] } });
    const { plan, submission } = succeeded(done);
    const { offer, quote } = plan.candidate;
    const charged = offer.loans!.at(-1)!;
    expect(charged.offer.funding).not.toBe("morpho");
    expect(charged.amount).toBe(quote.funding - offer.loans!.slice(0, -1).reduce((sum, loan) => sum + loan.amount, 0n));
    expect(submission!.outcome.premium).toBe(premiumOf(charged.offer, charged.amount));
    expect(submission!.outcome.premium).toBeGreaterThan(0n);
    // nine basis points of all of it would be more
    expect(submission!.outcome.premium * 2n).toBeLessThan(premiumOf(charged.offer, quote.funding));
  });

  it("is paid back with the collateral itself where that is the same asset", async () => {
    await leave(lenders.morpho, usdc(500n));
    await leave(lenders["balancer-v2"], usdc(1_000n));
    const request = { funding: BOTH, collateral: { symbol: "USDC" }, debt: { symbol: "USDC" } };
    const { done } = await attempt(chain, "same-asset", { request });
    const { plan, submission } = succeeded(done);
    expect(plan.candidate).toMatchObject({ offer: { funding: "several" }, route: null });
    expect(submission!.outcome.profit).toBe(submission!.outcome.seized - submission!.outcome.repaid);
    expect(await balanceOf(chain, chain.token.USDC, lenders.morpho)).toBe(usdc(500n));
  });

  it("of which they have a part together is paid in that part", async () => {
    await leave(lenders.morpho, usdc(3_000n));
    await leave(lenders["balancer-v2"], usdc(2_000n));
    const { done } = await attempt(chain, "reference", { request: { funding: BOTH } });
    const { plan, submission } = succeeded(done);
    expect(submission!.outcome.repaid).toBe(usdc(5_000n));
    expect(plan.candidate.offer.loans!.map(({ amount }) => amount)).toEqual([usdc(3_000n), usdc(2_000n)]);
  });

  it("is refused where that much is wanted, with what they have", async () => {
    await leave(lenders.morpho, usdc(3_000n));
    await leave(lenders["balancer-v2"], usdc(2_000n));
    const { done } = await attempt(chain, "reference", { request: { funding: BOTH, repay: { amount: "9000" } } });
    const { code, message } = failed(done);
    expect(code).toBe("no-funding");
    expect(message).toContain("no lender has the 9000 USDC that are needed");
    expect(message).toContain("together have 5000 USDC");
  });

  it("is paid by others where one of the best is not allowed", async () => {
    for (const lender of [lenders.morpho, lenders["balancer-v2"]]) await leave(lender, usdc(7_000n));
    const allow = "function setLender(address lender, bool allowed)";
    await chain.write(chain.owner, chain.book.liquidators.AaveV3Liquidator!, allow, [lenders.morpho, false]);
    const { done } = await attempt(chain, "reference", { request: { funding: [...BOTH, "uniswap-v3-flash"] } });
    const { offer } = succeeded(done).plan.candidate;
    expect((offer.loans ?? [{ offer }]).map((loan) => loan.offer.lender)).not.toContain(lenders.morpho);
    expect(succeeded(done).submission!.outcome.repaid).toBeGreaterThanOrEqual(usdc(11_000n));
  });

  it("is paid by one where one has it, whatever others have", async () => {
    await leave(lenders.morpho, usdc(7_000n));
    const { done } = await attempt(chain, "reference", { request: { funding: BOTH, send: false } });
    const { plan } = succeeded(done);
    expect(plan.candidate.offer).toMatchObject({ funding: "balancer-v2", lender: lenders["balancer-v2"] });
    expect(plan.onChain.route).toBe(packRoute(plan.candidate.route!));
  });
});
