import { isAddressEqual } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createOnce } from "../../core/data/once.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { UNISWAP_V3_ADDRESSES } from "../../venues/uniswap-v3/addresses.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import type { PlannedLiquidation } from "../types.ts";
import { readGasPrice } from "./gas.ts";
import { prepare } from "./prepare.ts";
import type { PrepareOptions } from "./prepare-options.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
let context: ReturnType<FallenChain["contextWith"]>;
beforeAll(async () => {
  chain = await startFallenChain();
  context = chain.contextWith();
});
afterAll(() => chain?.stop());

type Wanted = Partial<Omit<PrepareOptions, "limits">> & { readonly limits?: Partial<PrepareOptions["limits"]> };

async function prepared(assessment: Assessment, { limits, ...options }: Wanted = {}) {
  const protocol = PROTOCOLS[assessment.target.protocol];
  return prepare(context, protocol, assessment, {
    limits: { ...context.config, minProfitUsd: 0n, ...limits },
    gasPrice: await readGasPrice(context, assessment.blockNumber),
    caller: chain.operator.address,
    liquidator: chain.book.liquidators[protocol.contract]!,
    inKind: false,
    once: createOnce(),
    ...options,
  });
}

async function plannedFor(assessment: Assessment, options?: Wanted) {
  const result = await prepared(assessment, options);
  if (!result.ok) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  return result;
}

const netOf = ({ expected }: PlannedLiquidation) => expected.netUsd;

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
        const other = await prepared(whale, { repay, funding: plan.candidate.offer.funding });
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
    const whale = await chain.assess(context, "aave-v3", "whale");
    const { plan } = await plannedFor(whale, { limits: { maxSlippageBps: 20 } });
    expect(plan.expected.repaid * 100n < plan.candidate.action.pays.most * 3n).toBe(true);
    const three = await prepared(whale, {
      repay: (plan.candidate.action.pays.most * 3n) / 100n,
      limits: { maxSlippageBps: 20 },
    });
    expect(three).toMatchObject({ ok: false, reason: { code: "slippage" } });
    expect(await prepared(whale, { limits: { maxSlippageBps: 1 } })).toMatchObject({
      ok: false,
      reason: { code: "slippage" },
    });
  });

  it("is searched pair by pair: what can be done with another pair does not end the search", async () => {
    const whale = await chain.assess(context, "aave-v3", "whale");
    const { pairs } = await chain.assess(context, "aave-v3", "mixed");
    const small = { ...pairs.find(({ collateral, debt }) => collateral.symbol === "WBTC" && debt.symbol === "USDC")! };
    const tiny = { ...small, maxRepay: 100_000000n };
    const limits = { maxSlippageBps: 20, minProfitUsd: 50_00000000n };
    const alone = await plannedFor(whale, { limits });
    for (const both of [
      [tiny, ...whale.pairs],
      [...whale.pairs, tiny],
    ]) {
      const { plan } = await plannedFor({ ...whale, pairs: both }, { limits });
      expect(netOf(plan)).toBe(netOf(alone.plan));
    }
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
    expect(await prepared(dust, { repay })).toMatchObject({ ok: false, reason: { code: "must-not-leave-dust" } });
    const tiny = await prepared(await chain.assess(context, "morpho", "liquidatable"), { repay: 0n });
    expect(tiny).toMatchObject({ ok: false, reason: { code: "amount-too-small" } });
  });
});

describe("the pair", () => {
  it("is the best of all, and another one earns less", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    expect(mixed.pairs).toHaveLength(9);
    const { plan } = await plannedFor(mixed);
    const nets = await Promise.all(
      mixed.pairs.map(async ({ collateral, debt }) => {
        const result = await prepared(mixed, { collateral: collateral.address, debt: debt.address });
        return result.ok ? netOf(result.plan) : null;
      }),
    );
    expect(nets.filter((net) => net !== null).length).toBeGreaterThan(4);
    expect(nets.every((net) => net === null || net <= netOf(plan))).toBe(true);
    expect(nets).toContain(netOf(plan));
  });

  it("can be chosen, also by its debt alone", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    const { plan, alternatives } = await plannedFor(mixed, { debt: chain.token.DAI });
    expect([plan, ...alternatives].every(({ debt }) => debt.symbol === "DAI")).toBe(true);
    const link = await plannedFor(mixed, { collateral: chain.token.LINK });
    expect([link.plan, ...link.alternatives].every(({ collateral }) => collateral.symbol === "LINK")).toBe(true);
    const none = await prepared(mixed, { collateral: chain.token.USDC });
    expect(none).toMatchObject({ ok: false, reason: { code: "no-such-pair" } });
  });

  it("of one asset is liquidated without a route", async () => {
    const same = await chain.assess(context, "aave-v3", "same-asset");
    const { plan, alternatives } = await plannedFor(same, { collateral: chain.token.USDC });
    expect(plan).toMatchObject({ funding: "aave", route: null, onChain: { selling: 0, route: "0x" } });
    expect(alternatives.every(({ route, funding }) => route === null && funding !== "flash-swap")).toBe(true);
    const { expected } = plan;
    expect(expected.debtGain).toBe(expected.seized - expected.repaid - expected.premium);
    const flash = await prepared(same, { collateral: chain.token.USDC, funding: "flash-swap" });
    expect(flash).toMatchObject({ ok: false, reason: { code: "no-route" } });
  });
});

describe("the route", () => {
  it("goes through a third token where no pool has both, and where that brings more", async () => {
    const mixed = await chain.assess(context, "aave-v3", "mixed");
    const link = await plannedFor(mixed, { collateral: chain.token.LINK, debt: chain.token.USDC });
    expect(link.plan.candidate.route!.tokens).toHaveLength(3);
    expect(isAddressEqual(link.plan.candidate.route!.tokens[1]!, chain.token.WETH)).toBe(true);
    const usdt = await plannedFor(await chain.assess(context, "aave-v3", "usdt-debt"));
    expect(usdt.plan.candidate.route!.fees).toEqual([500, 100]);
    expect(usdt.alternatives.some(({ route }) => route!.fees.length === 1)).toBe(true);
  });
});

describe("a pair that no pool trades", () => {
  it("has no route, which is not a lack of money", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const uniswap = UNISWAP_V3_ADDRESSES.of(chain.book)!;
    const nowhere = UNISWAP_V3_ADDRESSES.with(chain.book, { ...uniswap, feeTiers: [42] });
    const elsewhere = { ...context, book: nowhere };
    const result = await prepare(elsewhere, PROTOCOLS["aave-v3"], reference, {
      limits: { ...context.config, minProfitUsd: 0n },
      gasPrice: await readGasPrice(context, reference.blockNumber),
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
  it.each([["flash-swap"], ["aave"]] as const)("can be chosen: %s", async (funding) => {
    const { plan, alternatives } = await plannedFor(await chain.assess(context, "aave-v3", "reference"), { funding });
    expect([plan, ...alternatives].every((one) => one.funding === funding)).toBe(true);
  });

  it.each([
    ["aave-v3", "reference", "callback", "aave-v3 cannot be paid for by callback, only by flash-swap, aave, wallet"],
    ["morpho", "liquidatable", "aave", "morpho cannot be paid for by aave, only by callback, wallet"],
    ["morpho", "liquidatable", "flash-swap", "morpho cannot be paid for by flash-swap, only by callback, wallet"],
  ] as const)("is refused where the contract has none: %s %s %s", async (protocol, label, funding, message) => {
    const result = await prepared(await chain.assess(context, protocol, label), { funding });
    expect(result).toEqual({ ok: false, best: null, reason: { code: "funding-unsupported", message } });
  });

  it("takes every market of the chain as a lender", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const { plan, alternatives } = await plannedFor(reference, { funding: "aave" });
    const lenders = new Set([plan, ...alternatives].map(({ lender }) => lender));
    expect([...lenders].sort()).toEqual(
      AAVE_V3_ADDRESSES.of(chain.book)
        .map(({ pool }) => pool)
        .sort(),
    );
  });
});

describe("the wallet", () => {
  const available = 4_321_000007n;

  async function withAllowance<T>(work: (reference: Assessment) => Promise<T>): Promise<T> {
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
      expect(plan).toMatchObject({ funding: "wallet", route: null, onChain: { selling: 0, route: "0x" } });
      expect(BigInt(plan.onChain.target.data)).toBe(1n);
      expect(plan.expected.collateralGain).toBe(plan.expected.seized);
      expect(alternatives).toEqual([]);
      const any = await plannedFor(reference, { inKind: true });
      expect([any.plan, ...any.alternatives].every(({ funding }) => funding === "wallet")).toBe(true);
    });
  });

  it("cannot keep aTokens of a protocol that has none", async () => {
    const morpho = await chain.assess(context, "morpho", "liquidatable");
    expect(await prepared(morpho, { inKind: true, funding: "wallet" })).toMatchObject({
      ok: false,
      reason: { code: "atoken-unsupported" },
    });
  });

  it("says what it lacks", async () => {
    const reference = await chain.assess(context, "aave-v3", "reference");
    const reasonOf = async (options: Wanted) => {
      const result = await prepared(reference, { funding: "wallet", ...options });
      return result.ok ? null : result.reason;
    };
    expect(await reasonOf({ caller: null })).toMatchObject({ code: "wallet-unknown" });
    expect(await reasonOf({ liquidator: null })).toMatchObject({ code: "wallet-unused" });
    const short = await reasonOf({});
    expect(short).toMatchObject({ code: "wallet-short" });
    expect(short!.message).toContain(chain.operator.address);
    expect(short!.message).toContain(chain.book.liquidators.AaveV3Liquidator!);
    const exact = await withAllowance(async (now) => {
      const result = await prepared(now, { funding: "wallet", repay: available + 1n });
      return result.ok ? null : result.reason;
    });
    expect(exact).toMatchObject({ code: "wallet-short" });
  });
});
