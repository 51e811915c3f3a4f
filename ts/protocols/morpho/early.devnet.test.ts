import { type Address, getAddress, maxUint256, parseAbi, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FUNDING_NAMES } from "../../core/names/names.ts";
import { rpcError } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { isUnread } from "../../flow/assess/is-unread.ts";
import { findTargets, type TargetRow } from "../../flow/find-targets.ts";
import { attempt, balanceOf, succeeded } from "../../flow/submit/attempt.fixture.ts";
import { type ContextOptions, type FallenChain, RECEIVER, startFallenChain } from "../../flow/testing/chain.fixture.ts";
import { startProxy } from "../../flow/testing/proxy.fixture.ts";
import { undoAfterEach } from "../../flow/testing/undo-after-each.fixture.ts";
import { type Head, readHead } from "../../watch/head.ts";
import { assessChain, followHead, openChain } from "../../watch/watched-chain.ts";
import type { Assessment } from "../assessment.ts";
import { type Target, userOf } from "../target.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { discover } from "./discover.ts";
import { morpho } from "./index.ts";
import { positionTarget } from "./position-target.ts";
import { readMarkets } from "./read-markets.ts";
import { readPositions } from "./read-positions.ts";
import type { MorphoPosition } from "./state.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

const MORPHO = parseAbi([
  "function position(bytes32 id, address user) view returns (uint256 supplyShares, uint128 borrowShares, uint128 collateral)",
]);
const AUTHORIZE = "function setAuthorization(address authorized, bool newIsAuthorized)";
const CREATE = "function createPreLiquidation(bytes32,(uint256,uint256,uint256,uint256,uint256,address))";
const WAD = 10n ** 18n;

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

const borrower = (label: string) => chain.borrower("morpho", label).address;
const early = (label: string) => chain.devnet.info.addresses.morpho.preLiquidations.find((one) => one.label === label)!;
const marketId = () => chain.devnet.info.addresses.morpho.markets[0]!.id;
const targetOf = (label: string): Target =>
  positionTarget(chain.devnet.info.addresses.morpho.morpho, marketId(), borrower(label));
const authorize = (label: string, preLiquidation: Address, accepted = true) =>
  chain.write(borrower(label), chain.devnet.info.addresses.morpho.morpho, AUTHORIZE, [preLiquidation, accepted]);
const head = () => chain.client.getBlockNumber({ cacheTime: 0 });

async function sharesOf(label: string): Promise<readonly [shares: bigint, collateral: bigint]> {
  const { morpho: address } = chain.devnet.info.addresses.morpho;
  const args = [marketId(), borrower(label)] as const;
  const read = { address, abi: MORPHO, functionName: "position", args } as const;
  const [, shares, collateral] = await chain.client.readContract(read);
  return [shares, collateral];
}

async function targets(options: ContextOptions = {}): Promise<readonly TargetRow[]> {
  const context = chain.contextWith(options);
  const request = { protocols: ["morpho"], user: null, limit: 100, maxHealthFactor: WAD, minDebtUsd: 0n } as const;
  const number = await head();
  const block = { number, timestamp: (await chain.client.getBlock({ blockNumber: number })).timestamp };
  return (await findTargets(context, { ...request, block: block as never, sort: "profit" })).rows;
}

/** Market and position of a borrower, and what is said of them. */
async function judged(label: string, options: ContextOptions = {}, context = chain.contextWith(options)) {
  const [target, block] = [targetOf(label), await head()];
  const markets = await readMarkets(context, [target], block);
  const [read] = await readPositions(context, [target], markets, block);
  const market = [...markets.values()][0]!;
  const options_ = { horizonSeconds: 12n, realizeBadDebt: false, usdPrices: new Map() };
  return { read: read!, assessment: morpho.assess(target, market, read!, options_) };
}
const acceptedOf = ({ read }: Awaited<ReturnType<typeof judged>>): MorphoPosition["preLiquidations"] => {
  if (!read.ok) throw new Error(read.reason.message);
  return read.state.preLiquidations;
};

describe("who has accepted a pre-liquidation", () => {
  it("is a target while Morpho calls him healthy, once ether has fallen far enough", async () => {
    const healthy = (await targets()).filter(({ assessment }) => assessment.status.kind === "healthy");
    const found = healthy.map(({ assessment }) => userOf(assessment.target)).sort();
    expect(found).toEqual([borrower("pre-liquidatable"), borrower("pre-liquidatable-whole")].sort());
    for (const { assessment, plan, reason } of healthy) {
      expect(assessment.status).toMatchObject({ reason: { code: "pre-liquidatable" } });
      expect(assessment.notes.preLiquidation).toContain("above a loan-to-value of 80 %");
      expect([plan?.candidate.action.contract, reason?.code ?? null]).toEqual(["MorphoLiquidator", null]);
    }
  });

  it("is known by what he accepts now, and by what he owes", async () => {
    expect(acceptedOf(await judged("pre-liquidatable"))).toMatchObject([
      { address: early("deleverage").address, price: "market", terms: { preLltv: parseEther("0.8") } },
    ]);
    const far = await judged("pre-liquidation-far");
    expect(acceptedOf(far)).toHaveLength(1);
    expect(far.assessment).toMatchObject({ status: { kind: "healthy", reason: { code: "healthy" } }, actions: [] });
    expect(far.assessment.notes.preLiquidation).toContain("not yet above");
    for (const label of ["pre-liquidation-revoked", "healthy"]) expect(acceptedOf(await judged(label))).toEqual([]);
  });

  it("may have accepted several, each an action of its own", async () => {
    await authorize("pre-liquidatable", early("close").address);
    const { assessment } = await judged("pre-liquidatable");
    expect(assessment.actions.map(({ id, callee }) => [id, callee])).toEqual(
      ["deleverage", "close"].map((label) => {
        const { address } = early(label);
        return [`pre-liquidate:${address.toLowerCase()}`, address];
      }),
    );
  });
});

describe("a pre-liquidation", () => {
  // nobody of ERC-3156 is on the local chain
  it.each(FUNDING_NAMES.filter((name) => name !== "erc3156"))(
    "is simulated, signed, mined and counted to the unit: %s",
    async (funding) => {
      if (funding === "wallet") {
        await chain.give("USDC", chain.operator.address, 50_000n * 10n ** 6n);
        await chain.approve("USDC", chain.operator.address, chain.book.liquidators.MorphoLiquidator!, maxUint256);
      }
      const [shares, collateral] = await sharesOf("pre-liquidatable");
      const request = { protocols: ["morpho"], funding } as const;
      const { done, rows } = await attempt(chain, "pre-liquidatable", { request });
      const { plan, submission } = succeeded(done);
      const { outcome } = submission!;
      const [sharesLeft, collateralLeft] = await sharesOf("pre-liquidatable");
      expect(shares - sharesLeft).toBe(plan.onChain.target.amount);
      expect(collateral - collateralLeft).toBe(outcome.seized);
      expect(outcome.seized >= plan.expected.seized).toBe(true);
      expect(outcome.profit).toBeGreaterThan(100n * 10n ** 6n);
      const received = await balanceOf(chain, chain.token.USDC, RECEIVER);
      const kept = await balanceOf(chain, chain.token.WETH, RECEIVER);
      expect([received > 0n, kept > 0n]).toEqual(
        // a pool that is paid in collateral leaves some of it
        ["flash-swap", "uniswap-v2"].includes(funding) ? [expect.any(Boolean), true] : [true, false],
      );
      expect(rows).toMatchObject([
        {
          status: "liquidated",
          protocol: "morpho",
          action: `pre-liquidate:${early("deleverage").address.toLowerCase()}`,
        },
      ]);
    },
  );

  it("takes the whole debt where the terms allow it", async () => {
    const { done } = await attempt(chain, "pre-liquidatable-whole", { request: { protocols: ["morpho"] } });
    expect(succeeded(done).submission!.outcome.repaid).toBeGreaterThan(4_300n * 10n ** 6n - 1n);
    expect((await sharesOf("pre-liquidatable-whole"))[0]).toBe(0n);
  });

  it("of part of what is owed is possible as well", async () => {
    const request = { protocols: ["morpho"], repay: { amount: "1000" } } as const;
    const { done } = await attempt(chain, "pre-liquidatable", { request, config: { minProfitUsd: 10n ** 8n } });
    const { repaid } = succeeded(done).submission!.outcome;
    expect(repaid <= 1_000n * 10n ** 6n && repaid > 999n * 10n ** 6n).toBe(true);
  });
});

describe("an oracle of the terms' own", () => {
  it("judges them, is asked again at every block, and may fail without a word about the market", async () => {
    const { address, oracle } = early("own-oracle");
    await authorize("pre-liquidation-revoked", address);
    const found = await judged("pre-liquidation-revoked");
    const [accepted] = acceptedOf(found)!;
    expect(accepted).toMatchObject({ address, oracle, price: 2_600n * 10n ** 24n });
    expect(found.assessment.actions[0]?.oracle.numerator).toBe(2_600n * 10n ** 24n);
    if (!found.read.ok) throw new Error("unread");
    expect(morpho.drifts(found.read.state)).toBe(true);
    for (const [code, what] of [
      ["0x5f5ffd", "reverts"],
      ["0x5b600056", "reverts"],
      ["0x", "reverts"],
      ["0x5f5f5260205ff3", "worth nothing"],
    ] as const) {
      await chain.client.setCode({ address: oracle, bytecode: code });
      const { assessment } = await judged("pre-liquidation-revoked");
      expect(assessment).toMatchObject({ status: { kind: "healthy", reason: { code: "healthy" } }, actions: [] });
      expect(assessment.notes.preLiquidation).toContain(what);
    }
  });
});

describe("looking for pre-liquidations", () => {
  it("is left out where one position is named and it would take long, which is said", async () => {
    const { assessment } = await judged("pre-liquidatable", { config: { logChunkBlocks: 1n } });
    expect(assessment).toMatchObject({ status: { kind: "healthy", reason: { code: "healthy" } }, actions: [] });
    expect(assessment.notes.preLiquidation).toContain("not looked for");
  });

  it("is done once, by whoever searches for borrowers, and then costs a query", async () => {
    const context = chain.contextWith({ config: { logChunkBlocks: 1n } });
    await discover(context, { toBlock: await head() });
    await chain.client.mine({ blocks: 3 });
    const before = context.requests.get("eth_getLogs")!;
    expect(acceptedOf(await judged("pre-liquidatable", {}, context))).toHaveLength(1);
    expect(context.logsOf.slice(before)).not.toEqual([]);
    const { preLiquidationFactory } = MORPHO_ADDRESSES.of(chain.book)!;
    expect(new Set(context.logsOf.slice(before))).toEqual(new Set([preLiquidationFactory!.address]));
  });

  it("leaves nobody healthy when it fails", async () => {
    const proxy = await startProxy(chain.devnet.rpcUrl, ({ method, id }, response) => {
      if (method === "eth_getLogs") rpcError(response, id, -32000, "no logs today");
      return method === "eth_getLogs";
    });
    try {
      const { assessment } = await judged("healthy", { rpcUrl: proxy.url });
      expect(assessment.status.kind).toBe("refused");
      expect(isUnread(assessment)).toBe(true);
    } finally {
      await proxy.close();
    }
  });
});

describe("a watcher", () => {
  const assessedAt = async (watched: Awaited<ReturnType<typeof openChain>>, label: string): Promise<Assessment> => {
    const assessed = await assessChain(chain.contextWith(), watched);
    const found = assessed.find(({ assessment }) => userOf(assessment.target) === borrower(label));
    return found!.assessment;
  };
  const readsHead = (): Promise<Head> => readHead(chain.client as never);

  it("hears that a pre-liquidation is accepted and taken back, also one that is made meanwhile", async () => {
    const context = chain.contextWith();
    let watched = await openChain(context, ["morpho"], await readsHead());
    expect((await assessedAt(watched, "pre-liquidation-revoked")).actions).toEqual([]);
    const follow = async () => {
      watched = (await followHead(context, watched, await readsHead())).chain;
      return (await assessedAt(watched, "pre-liquidation-revoked")).actions.map(({ callee }) => callee);
    };
    await authorize("pre-liquidation-revoked", early("deleverage").address);
    expect(await follow()).toEqual([early("deleverage").address]);

    const { preLiquidationFactory, markets } = chain.devnet.info.addresses.morpho;
    const { deployer } = chain.devnet.info.addresses.accounts;
    const half = parseEther("0.5");
    const terms = [parseEther("0.75"), half, half, WAD, WAD, markets[0]!.oracle];
    await chain.write(deployer, preLiquidationFactory, CREATE, [marketId(), terms]);
    const logs = await chain.client.getLogs({ address: preLiquidationFactory, fromBlock: 0n });
    const made = getAddress(`0x${logs.at(-1)!.topics[1]!.slice(26)}`);
    await authorize("pre-liquidation-revoked", made);
    expect(await follow()).toEqual([early("deleverage").address, made]);

    await authorize("pre-liquidation-revoked", early("deleverage").address, false);
    expect(await follow()).toEqual([made]);
  });
});
