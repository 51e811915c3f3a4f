import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createOnce } from "../../core/data/once.ts";
import { FUNDING_NAMES } from "../../core/names/names.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { lendersOf } from "../../funding/lenders-of.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { isLoanAction } from "../../protocols/action.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { VENUES } from "../../venues/index.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { readGasPrice } from "./gas.ts";
import { liquidatorOf } from "./liquidator-of.ts";
import type { PlanOptions } from "./plan-options.ts";
import { planTarget } from "./plan-target.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
let context: ReturnType<FallenChain["contextWith"]>;
beforeAll(async () => {
  chain = await startFallenChain();
  context = chain.contextWith();
});
afterAll(() => chain?.stop());

type Wanted = Partial<Omit<PlanOptions, "limits">> & { readonly limits?: Partial<PlanOptions["limits"]> };

async function planned(assessed: AssessedTarget, { limits, ...options }: Wanted = {}) {
  const { assessment } = assessed;
  const protocol = PROTOCOLS[assessment.target.protocol];
  return planTarget(context, protocol, assessed, {
    limits: { ...context.config, minProfitUsd: 0n, ...limits },
    horizonSeconds: context.config.horizonSeconds,
    gasPrice: await readGasPrice(context, assessment.blockNumber),
    caller: chain.operator.address,
    liquidator: liquidatorOf(chain.book, protocol),
    inKind: false,
    once: createOnce(),
    ...options,
  });
}

async function plannedFor(assessed: AssessedTarget, options?: Wanted) {
  const result = await planned(assessed, options);
  if (!result.ok) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  return result;
}

const netOf = ({ expected }: PlannedLiquidation) => expected.netUsd;

it("what cannot be computed from the answers of strangers is said of that account, and thrown at nobody", async () => {
  const reference = await chain.assess(context, "aave-v3", "reference");
  const { quote: _, ...protocol } = PROTOCOLS["aave-v3"];
  const hostile = {
    ...protocol,
    quote() {
      throw new RangeError("too large\nand more");
    },
  };
  const result = await planTarget(context, hostile, reference, {
    limits: context.config,
    horizonSeconds: 0n,
    gasPrice: await readGasPrice(context, reference.assessment.blockNumber),
    ...{ caller: null, liquidator: null, inKind: false, once: createOnce() },
  });
  expect(result).toMatchObject({
    ok: false,
    reason: { code: "plan-failed", message: expect.stringMatching(/no plan could be computed: too large$/) },
  });
});

describe("the size", () => {
  it.each([["aave-v3"], ["morpho"]] as const)(
    "of a position that the pools cannot swallow lies inside, and no other earns a thousandth more: %s",
    async (protocol) => {
      const whale = await chain.assess(context, protocol, "whale");
      const { plan } = await plannedFor(whale);
      const share = Number((plan.expected.repaid * 10_000n) / plan.candidate.action.pays.most);
      expect(share).toBeGreaterThan(300);
      expect(share).toBeLessThan(7_500);
      let best = 0n;
      for (let percent = 4n; percent <= 60n; percent += 2n) {
        const repay = (plan.candidate.action.pays.most * percent) / 100n;
        const funding = lendersOf(plan.candidate.offer).map((lender) => lender.funding);
        const other = await planned(whale, { repay, funding });
        if (other.ok && netOf(other.plan) > best) best = netOf(other.plan);
      }
      expect(best).toBeGreaterThan(0n);
      expect(netOf(plan) * 1_000n >= best * 999n).toBe(true);
    },
  );

  it("is everything when everything sells well", async () => {
    const { plan } = await plannedFor(await chain.assess(context, "aave-v3", "reference"));
    expect(plan.expected.repaid).toBe(plan.candidate.action.pays.most);
  });

  it("goes below the first sizes when those sell too badly", async () => {
    const one = { venue: ["uniswap-v3"], route: "single" } as const;
    const whale = await chain.assess(context, "aave-v3", "whale");
    const { plan } = await plannedFor(whale, { limits: { ...one, minBonusShareBps: 9_500 } });
    expect(plan.expected.repaid * 100n < plan.candidate.action.pays.most * 3n).toBe(true);
    const three = await planned(whale, {
      repay: (plan.candidate.action.pays.most * 3n) / 100n,
      limits: { ...one, minBonusShareBps: 9_500 },
    });
    expect(three).toMatchObject({ ok: false, reason: { code: "bonus-share" } });
    expect(await planned(whale, { limits: { ...one, minBonusShareBps: 10_000 } })).toMatchObject({
      ok: false,
      reason: { code: "bonus-share" },
    });
  });

  it("is searched action by action: what can be done with another one does not end the search", async () => {
    await chain.undoing(async () => {
      const { address } = chain.borrower("aave", "whale");
      const { pool } = AAVE_V3_ADDRESSES.of(chain.book)[0]!;
      const { address: giver } = chain.operator;
      // a hundredth of a bitcoin beside thousands of ether
      await chain.give("WBTC", giver, 1_000_000n);
      await chain.approve("WBTC", giver, pool, 1_000_000n);
      const supply = "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)";
      await chain.write(giver, pool, supply, [chain.token.WBTC, 1_000_000n, address, 0]);
      const whale = await chain.assess(context, "aave-v3", "whale");
      const limits = { minBonusShareBps: 9_500, minProfitUsd: 50_00000000n };
      const small = await planned(whale, { limits, collateral: chain.token.WBTC });
      expect(small).toMatchObject({ ok: false, reason: { code: "below-min-profit" } });
      const alone = await plannedFor(whale, { limits, collateral: chain.token.WETH });
      const { assessment } = whale;
      for (const actions of [assessment.actions, assessment.actions.toReversed()]) {
        const { plan } = await plannedFor({ ...whale, assessment: { ...assessment, actions } }, { limits });
        expect(netOf(plan)).toBe(netOf(alone.plan));
      }
    });
  });

  it("is what the user says: not a unit more or less on Aave, never more on Morpho", async () => {
    const repay = 1_234_567891n;
    const aave = await plannedFor(await chain.assess(context, "aave-v3", "near-edge"), { repay });
    expect(aave.plan.expected.repaid).toBe(repay);
    expect(aave.alternatives.every(({ expected }) => expected.repaid === repay)).toBe(true);
    const morpho = await plannedFor(await chain.assess(context, "morpho", "liquidatable"), { repay });
    expect(morpho.plan.expected.repaid <= repay).toBe(true);
    expect(morpho.plan.expected.repaid >= repay - 2n).toBe(true);
  });

  it("that the protocol refuses is refused with its reason", async () => {
    const dust = await chain.assess(context, "aave-v3", "dust");
    const repay = 1_000_000000n;
    expect(await planned(dust, { repay })).toMatchObject({ ok: false, reason: { code: "must-not-leave-dust" } });
    const tiny = await planned(await chain.assess(context, "morpho", "liquidatable"), { repay: 0n });
    expect(tiny).toMatchObject({ ok: false, reason: { code: "amount-too-small" } });
  });
});

describe("the pair", () => {
  it("is the best of all, and another one earns less", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    const pairs = mixed.assessment.actions.filter(isLoanAction).filter(({ receives }) => receives.keptAs === null);
    expect(pairs).toHaveLength(9);
    const { plan } = await plannedFor(mixed);
    const nets = await Promise.all(
      pairs.map(async ({ receives, pays }) => {
        const result = await planned(mixed, { collateral: receives.token.address, debt: pays.token.address });
        return result.ok ? netOf(result.plan) : null;
      }),
    );
    expect(nets.filter((net) => net !== null).length).toBeGreaterThan(4);
    expect(nets.every((net) => net === null || net <= netOf(plan))).toBe(true);
    // alone, an action may be looked at once less: the last look gains less than a thousandth
    expect(nets.some((net) => net !== null && net * 1_000n >= netOf(plan) * 999n)).toBe(true);
  });

  it("can be chosen, also by its debt alone", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    const { plan, alternatives } = await plannedFor(mixed, { debt: chain.token.DAI });
    expect([plan, ...alternatives].every(({ debt }) => debt.symbol === "DAI")).toBe(true);
    const link = await plannedFor(mixed, { collateral: chain.token.LINK });
    expect([link.plan, ...link.alternatives].every(({ collateral }) => collateral.symbol === "LINK")).toBe(true);
    const none = await planned(mixed, { collateral: chain.token.USDC });
    expect(none).toMatchObject({ ok: false, reason: { code: "no-such-pair" } });
  });

  it("of one asset is liquidated without a route", async () => {
    const same = await chain.assess(context, "aave-v3", "same-asset");
    const { plan, alternatives } = await plannedFor(same, { collateral: chain.token.USDC });
    expect(plan).toMatchObject({
      candidate: { offer: { funding: "uniswap-v4" }, route: null, sale: null }, // the cheapest of those that charge nothing
      onChain: { selling: 0, route: "0x" },
    });
    const others = alternatives.map(({ candidate }) => candidate);
    expect(others.every(({ route, offer }) => route === null && offer.funding !== "flash-swap")).toBe(true);
    const { expected } = plan;
    expect(expected.debtGain).toBe(expected.seized - expected.repaid - expected.premium);
    const flash = await planned(same, { collateral: chain.token.USDC, funding: "flash-swap" });
    expect(flash).toMatchObject({ ok: false, reason: { code: "no-route" } });
  });
});

describe("the route", () => {
  it("goes through a third token where no pool has both, and where that brings more", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    const link = await plannedFor(mixed, { collateral: chain.token.LINK, debt: chain.token.USDC });
    for (const { hops } of link.plan.candidate.route!.splits) {
      expect(hops.map(({ tokenIn }) => tokenIn.toLowerCase())).toEqual(
        [chain.token.LINK, chain.token.WETH].map((token) => token.toLowerCase()),
      );
    }
    const usdt = await plannedFor(await chain.assess(context, "aave-v3", "usdt-debt"));
    const ways = usdt.plan.candidate.route!.splits.map(({ hops }) => hops.length);
    expect(ways).toContain(2);
  });
});

describe("a pair that no pool trades", () => {
  it("has no route, which is not a lack of money", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const venues: readonly string[] = Object.values(VENUES).map(({ addresses }) => addresses.name);
    const addresses = Object.entries(chain.book.addresses).filter(([name]) => !venues.includes(name));
    const elsewhere = { ...context, book: { ...chain.book, addresses: Object.fromEntries(addresses) } };
    const result = await planTarget(elsewhere, PROTOCOLS["aave-v3"], reference, {
      limits: { ...context.config, minProfitUsd: 0n },
      horizonSeconds: context.config.horizonSeconds,
      gasPrice: await readGasPrice(context, reference.assessment.blockNumber),
      caller: null,
      liquidator: null,
      inKind: false,
      once: createOnce(),
    });
    expect(result).toMatchObject({ ok: false, reason: { code: "no-route" } });
    expect((result as { reason: { message: string } }).reason.message).toMatch(/^no route that sells WETH for USDC /);
  });
});

describe("the source of money", () => {
  it.each([
    ["aave-v3", "reference", "flash-swap"],
    ["aave-v3", "reference", "aave"],
    ["morpho", "liquidatable", "callback"],
    ["morpho", "liquidatable", "flash-swap"],
    ["morpho", "liquidatable", "aave"],
  ] as const)("can be chosen: %s %s %s", async (protocol, label, funding) => {
    const { plan, alternatives } = await plannedFor(await chain.assess(context, protocol, label), { funding });
    expect([plan, ...alternatives].every(({ candidate }) => candidate.offer.funding === funding)).toBe(true);
  });

  it("is refused where the contract has none", async () => {
    const result = await planned(await chain.assess(context, "aave-v3", "reference"), { funding: "callback" });
    const message = `aave-v3 cannot be paid for by callback, only by flash-swap, ${FUNDING_NAMES.slice(2).join(", ")}`;
    expect(result).toEqual({ ok: false, best: null, reason: { code: "funding-unsupported", message } });
    const some = await planned(await chain.assess(context, "aave-v3", "reference"), { funding: ["callback", "aave"] });
    expect(some).toMatchObject({ ok: true, plan: { candidate: { offer: { funding: "aave" } } } });
  });

  it("takes every market of the chain as a lender", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const { plan, alternatives } = await plannedFor(reference, { funding: "aave" });
    const lenders = new Set([plan, ...alternatives].map(({ candidate }) => candidate.offer.lender));
    expect([...lenders].sort()).toEqual(
      AAVE_V3_ADDRESSES.of(chain.book)
        .map(({ pool }) => pool)
        .sort(),
    );
  });
});

describe("the wallet", () => {
  const available = 4_321_000007n;

  async function withAllowance<T>(work: (reference: AssessedTarget) => Promise<T>): Promise<T> {
    return chain.undoing(async () => {
      await chain.give("USDC", chain.operator.address, 50_000_000000n);
      await chain.approve("USDC", chain.operator.address, chain.book.liquidators.AaveV3Liquidator!, available);
      return work(await chain.assess(context, "aave-v3", "reference"));
    });
  }

  it("pays all that it has approved when that is not enough for everything", async () => {
    const { plan } = await withAllowance((reference) => plannedFor(reference, { funding: "wallet" }));
    expect(plan.onChain.funding).toMatchObject({ source: 1, amount: available });
    expect(plan.expected).toMatchObject({ repaid: available, premium: 0n });
  });

  it("keeps aTokens when asked to, and no other source does", async () => {
    await withAllowance(async (reference) => {
      const { plan, alternatives } = await plannedFor(reference, { funding: "wallet", inKind: true });
      expect(plan).toMatchObject({
        candidate: { offer: { funding: "wallet" }, route: null, sale: null },
        onChain: { selling: 0, route: "0x" },
      });
      expect(BigInt(plan.onChain.target.data)).toBe(1n);
      expect(plan.expected.collateralGain).toBe(plan.expected.seized);
      expect(alternatives).toEqual([]);
      const any = await plannedFor(reference, { inKind: true });
      expect([any.plan, ...any.alternatives].every(({ candidate }) => candidate.offer.funding === "wallet")).toBe(true);
    });
  });

  it("cannot keep aTokens of a protocol that has none", async () => {
    const morpho = await chain.assess(context, "morpho", "liquidatable");
    expect(await planned(morpho, { inKind: true, funding: "wallet" })).toMatchObject({
      ok: false,
      reason: { code: "atoken-unsupported" },
    });
  });

  it("says what it lacks", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const reasonOf = async (options: Wanted) => {
      const result = await planned(reference, { funding: "wallet", ...options });
      return result.ok ? null : result.reason;
    };
    expect(await reasonOf({ caller: null })).toMatchObject({ code: "wallet-unknown" });
    expect(await reasonOf({ liquidator: null })).toMatchObject({ code: "wallet-unused" });
    const short = await reasonOf({});
    expect(short).toMatchObject({ code: "wallet-short" });
    expect(short!.message).toContain(chain.operator.address);
    expect(short!.message).toContain(chain.book.liquidators.AaveV3Liquidator!);
    const exact = await withAllowance(async (now) => {
      const result = await planned(now, { funding: "wallet", repay: available + 1n });
      return result.ok ? null : result.reason;
    });
    const numbers = { needed: available + 1n, balance: expect.any(BigInt), allowance: available };
    expect(exact).toMatchObject({ code: "wallet-short", numbers });
  });
});

describe("the tip", () => {
  it("is not planned for the seller, from which anybody could take it", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const tipRecipient = sellerAddress();
    const result = await planned(reference, { limits: { tipBps: 1, tipRecipient } });
    expect(result).toMatchObject({ ok: false, best: null, reason: { code: "tip-recipient-invalid" } });
    expect((await planned(reference, { limits: { tipBps: 0, tipRecipient } })).ok).toBe(true);
  });
});
