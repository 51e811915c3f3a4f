import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ProtocolName } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import type { AaveV2Market, AaveV2Position } from "../../protocols/aave-v2/state.ts";
import type { AaveV3Market, AaveV3Position } from "../../protocols/aave-v3/state.ts";
import type { CompoundMarket, CompoundPosition } from "../../protocols/compound-v2/state.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { MorphoMarket, MorphoPosition } from "../../protocols/morpho/state.ts";
import { marketKey, type Target } from "../../protocols/target.ts";
import { act } from "../act.ts";
import { type ProposeRequest, propose } from "../propose.ts";
import { SENDING } from "../submit/attempt.fixture.ts";
import { type ContextOptions, type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

/** One round, mined, with what the account and its market were before and are after it. */
async function mined(
  protocol: ProtocolName,
  label: string,
  changes: Partial<ProposeRequest> = {},
  config: ContextOptions["config"] = {},
) {
  const context = chain.contextWith({ config });
  const block = await resolveBlock(context.client, { tag: "latest" });
  const whom = { user: chain.borrower(protocol, label).address, target: null, protocols: [protocol], market: null };
  const caller = chain.operator.address;
  const proposal = await propose(context, { ...SENDING, ...whom, caller, block, ...changes });
  const { plan, submission } = await act(context, proposal, { ...SENDING, signer: chain.operator, block });
  const { action, quote } = plan.candidate;
  const { blockNumber } = submission!;
  const { timestamp } = await context.client.getBlock({ blockNumber });
  const before = await read(plan.target, blockNumber - 1n);
  const found = await read(plan.target, blockNumber);
  /** As if the states from before were of the block in which it was mined. */
  const computed = (moment: object) =>
    PROTOCOLS[protocol].after!({ ...(before.market as object), ...moment }, before.position, action, quote, timestamp)!;
  return {
    before,
    found,
    computed,
    blockNumber,
    timestamp,
    detail: action.detail as { collateralId: number; debtId: number },
  };
}

async function read(target: Target, blockNumber: bigint) {
  const [context, protocol] = [chain.contextWith(), PROTOCOLS[target.protocol]];
  const markets = await protocol.readMarkets(context, [target], blockNumber);
  const [position] = await protocol.readPositions(context, [target], markets, blockNumber);
  const market = markets.get(marketKey(target))!;
  if (!market.ok || !position!.ok) throw new Error("not read");
  return { market: market.state, position: position!.state };
}

/** By nobody whose premium flows into the market itself. */
const swapped = { funding: "flash-swap" } as const;
const kept = { inKind: true, funding: "wallet" } as const;

/** What a call changes of a market; its new rates are for later. */
function booksOf({ tokens }: CompoundMarket, ids: readonly number[]) {
  return tokens
    .filter(({ id }) => ids.includes(id))
    .map(({ cash, totalBorrows, totalReserves, totalSupply, borrowIndex, accrualBlock, exchangeRate }) => {
      return { cash, totalBorrows, totalReserves, totalSupply, borrowIndex, accrualBlock, exchangeRate };
    });
}

describe("what a round leaves is computed as the contracts leave it", () => {
  it.each([
    ["newer", {}],
    ["mixed", {}],
    ["ether-debt", {}],
    ["newer", kept],
  ] as const)("of Compound V2: %s %o", async (label, changes) => {
    if (label === "ether-debt") await movePrice(chain.client, "WBTC", 45_000_00000000n, { info: chain.devnet.info });
    await fund();
    const { found, computed, blockNumber, detail } = await mined("compound-v2", label, changes);
    const left = computed({ block: blockNumber }) as { market: CompoundMarket; position: CompoundPosition };
    const ids = [detail.collateralId, detail.debtId];
    expect(booksOf(left.market, ids)).toEqual(booksOf(found.market as CompoundMarket, ids));
    const { holdings } = found.position as CompoundPosition;
    expect(left.position.holdings.map(({ id, cTokens }) => [id, cTokens])).toEqual(
      holdings.map(({ id, cTokens }) => [id, cTokens]),
    );
    for (const [index, { debts }] of holdings.entries()) {
      const computedDebt = left.position.holdings[index]!.debts[0]?.debt ?? 0n;
      // no token tells the index of a debt itself: a unit too little at most
      expect([0n, 1n]).toContain((debts[0]?.debt ?? 0n) - computedDebt);
    }
  });

  it.each([
    ["aave-v2", "mixed", swapped],
    ["aave-v2", "stable-debt", swapped],
    ["aave-v2", "stable-only", swapped],
    ["aave-v2", "reference", kept],
    ["radiant", "stable-debt", swapped],
  ] as const)("of %s: %s %o", async (protocol, label, changes) => {
    await fund();
    const { found, computed, timestamp } = await mined(protocol, label, changes);
    const left = computed({ timestamp }) as { market: AaveV2Market; position: AaveV2Position };
    expect(left.position).toEqual(found.position);
    const heldIn = ({ reserves }: AaveV2Market) =>
      reserves.map(({ id, cash, scaledVariableDebt }) => ({ id, cash, scaledVariableDebt }));
    expect(heldIn(left.market)).toEqual(heldIn(found.market as AaveV2Market));
  });
});

describe("what a round leaves of Aave V3 is computed as the contracts leave it", () => {
  it.each([
    ["aave-v3", "mixed", swapped],
    ["aave-v3", "reference", swapped],
    ["aave-v3", "reference", kept],
    ["aave-v3", "under-water", swapped],
    ["aave-v3", "dust", swapped],
    ["aave-v3", "same-asset", swapped],
    ["spark", "reference", swapped],
  ] as const)("of %s: %s %o", async (protocol, label, changes) => {
    await fund();
    const { before, found, computed } = await mined(protocol, label, changes);
    const now = (found.market as AaveV3Market).reserves;
    const reserves = (before.market as AaveV3Market).reserves.map((reserve, index) => {
      const { liquidityIndex, variableBorrowIndex } = now[index]!;
      return { ...reserve, liquidityIndex, variableBorrowIndex };
    });
    const left = computed({ reserves }) as { market: AaveV3Market; position: AaveV3Position };
    const held = ({ eModeCategory, holdings }: AaveV3Position) => ({
      eModeCategory,
      // what is empty and no collateral is not read
      holdings: holdings.filter((one) => one.scaledATokenBalance + one.scaledVariableDebt > 0n || one.usedAsCollateral),
    });
    expect(held(left.position)).toEqual(held(found.position as AaveV3Position));
    const heldIn = (all: AaveV3Market["reserves"]) =>
      all.map(({ id, availableLiquidity, scaledVariableDebt }) => ({ id, availableLiquidity, scaledVariableDebt }));
    expect(heldIn(left.market.reserves)).toEqual(heldIn(now));
  });
});

describe("what a round leaves of Morpho is computed as the contract leaves it", () => {
  it.each([
    ["liquidatable", "max", {}],
    ["liquidatable", { amount: "1000" }, {}],
    ["bad-debt", "max", {}],
    ["bad-debt", { amount: "500" }, {}],
    ["bad-debt", "max", { realizeBadDebt: true }],
    ["pre-liquidatable", "max", {}],
    ["pre-liquidatable", { amount: "250" }, {}],
    ["pre-liquidatable-whole", "max", {}],
  ] as const)("%s, of which is repaid %o, %o", async (label, repay, ofAdapters) => {
    const { found, computed } = await mined("morpho", label, { repay }, { minProfitUsd: 0n, ofAdapters });
    const left = computed({}) as { market: MorphoMarket; position: MorphoPosition };
    const { borrowRate: _, ...market } = found.market as MorphoMarket;
    expect(left.market).toMatchObject(market);
    expect(left.position).toEqual(found.position);
  });
});

/** The operator can pay by wallet. */
async function fund(): Promise<void> {
  const { liquidators } = chain.book;
  for (const liquidator of [
    liquidators.CompoundV2Liquidator!,
    liquidators.AaveV2Liquidator!,
    liquidators.AaveV3Liquidator!,
  ]) {
    await chain.give("USDC", chain.operator.address, 20_000_000_000n);
    await chain.approve("USDC", chain.operator.address, liquidator, 40_000_000_000n);
  }
}
