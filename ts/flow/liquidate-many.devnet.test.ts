import { type Hex, numberToHex, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { result, rpcError } from "../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { userOf as userIn } from "../protocols/target.ts";
import { poolsOf } from "../routing/route.ts";
import type { BatchAct } from "./batch/act-batch.ts";
import { attemptMany, doneOf, sumOf } from "./batch/batch.fixture.ts";
import type { PlannedLiquidation } from "./plan/planned-liquidation.ts";
import { simulateBatch } from "./simulate/simulate-batch.ts";
import { attempt, balanceOf, failed, succeeded, userOf } from "./submit/attempt.fixture.ts";
import { type FallenChain, startFallenChain } from "./testing/chain.fixture.ts";
import { lendOut } from "./testing/lend-out.fixture.ts";
import { ask, type Intercept } from "./testing/proxy.fixture.ts";
import { undoAfterEach } from "./testing/undo-after-each.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

const AAVE = ["whale", "mixed", "reference"];

/** The ether that these seize is all that their market can pay out, but for one more. */
async function lendOutBut(labels: readonly string[]) {
  let seized = parseEther("1");
  for (const label of labels) {
    const { plan } = succeeded((await attempt(chain, label, { request: { send: false } })).done);
    if (plan.collateral.symbol === "WETH") seized += plan.expected.seized;
  }
  await lendOut(chain, "WETH", seized);
}
const poolsUsed = ({ candidate }: PlannedLiquidation) => poolsOf(candidate.route);
const usersOf = (whom: readonly { readonly user: Hex | null }[]) => whom.map(({ user }) => user);

/** Somebody pays half of what the account owes. */
async function heal(label: string, { target, debt }: PlannedLiquidation) {
  const { whale } = chain.devnet.info.addresses.accounts;
  await chain.give("USDC", whale, 6_000_000000n);
  await chain.approve("USDC", whale, target.market, 6_000_000000n);
  expect(debt.symbol).toBe("USDC");
  const signature = "function repay(address asset, uint256 amount, uint256 rateMode, address onBehalfOf)";
  await chain.write(whale, target.market, signature, [debt.address, 6_000_000000n, 2n, userOf(chain, label)]);
}

/** Right before a transaction reaches the node, once. */
function beforeSending(act: () => Promise<void>): Intercept {
  let isDone = false;
  return async ({ method }) => {
    if (method === "eth_sendRawTransaction" && !isDone) {
      isDone = true;
      await act();
    }
    return false;
  };
}

/** When the batch has been formed, and before it is proven on the newest block. */
function beforeProof(act: () => Promise<void>): Intercept {
  let asked = 0;
  return async ({ method, params }) => {
    // the first is the block that everything is planned on
    const isLatest = method === "eth_getBlockByNumber" && (params as unknown[])[0] === "latest";
    if (isLatest && ++asked === 2) await act();
    return false;
  };
}

describe("several targets of one liquidator", () => {
  it.each([2, 3])("take less gas together, and each earns what its simulation said: %i", async (count) => {
    const labels = AAVE.slice(0, count);
    const { done, sent, rows } = await attemptMany(chain, labels);
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, alone, notDone]).toEqual([1, [], []]);
    const { batch, legs, inclusion } = batches[0]!;
    expect(legs).toHaveLength(count);
    // blocks are 12 seconds apart, as the simulation assumes
    for (const { simulation, submission, reason } of legs) {
      expect(reason).toBeNull();
      expect(submission!.outcome).toEqual(simulation.outcome);
    }
    const { gasUsed, effectiveGasPrice } = await chain.client.getTransactionReceipt({ hash: inclusion!.txHash });
    expect(batch.simulation.gasUsed).toBe(gasUsed);
    expect(batch.alone).toBe(sumOf(batch.members.map((one) => one.alone)));
    // what every transaction costs by itself, at least
    expect(batch.alone - gasUsed).toBeGreaterThan(21_000n * BigInt(count - 1));

    expect(rows).toHaveLength(count);
    expect(new Set(rows.map(({ target }) => target)).size).toBe(count);
    for (const row of rows)
      expect(row).toMatchObject({ status: "liquidated", txHash: inclusion!.txHash, reason: null });
    expect(sumOf(rows.map(({ realised }) => realised!.gasUsed!))).toBe(gasUsed);
    expect(sumOf(rows.map(({ realised }) => realised!.gasCostWei!))).toBe(gasUsed * effectiveGasPrice);
    expect(sumOf(rows.map(({ simulated }) => simulated!.gasUsed!))).toBe(gasUsed);
    expect(rows.map(({ realised }) => realised!.profit)).toEqual(legs.map((leg) => leg.simulation.outcome.profit));

    const liquidator = chain.book.liquidators.AaveV3Liquidator!;
    for (const token of Object.values(chain.token)) expect(await balanceOf(chain, token, liquidator)).toBe(0n);
  });

  it("are shown as they will be sent, those that go alone as well, right before", async () => {
    await lendOutBut(["whale", "reference"]);
    const order: string[] = [];
    const shown: BatchAct[] = [];
    const { done } = await attemptMany(chain, [...AAVE, "usdt-debt", "liquidatable"], {
      intercept: ({ method }) => {
        if (method === "eth_sendRawTransaction") order.push("sent");
        return false;
      },
      request: {
        onBatch: async (act) => {
          shown.push(act);
          order.push(`${act.legs.length} together`);
        },
        onProven: async ({ plan }) => void order.push(plan.contract),
      },
    });
    expect(order).toEqual(["3 together", "sent", "AaveV3Liquidator", "sent", "MorphoLiquidator", "sent"]);
    const { batches, alone } = doneOf(done);
    expect(shown[0]).toMatchObject({ batch: batches[0]!.batch, inclusion: null });
    for (const [index, leg] of shown[0]!.legs.entries()) {
      expect(leg).toMatchObject({ submission: null, reason: null, costWei: null });
      expect(leg.simulation).toEqual(batches[0]!.legs[index]!.simulation);
    }
    expect(alone.map(({ apart }) => apart.code)).toEqual(["panic", "only-one"]);
  });

  it("are not sent without leave, each with its row", async () => {
    const before = await chain.client.getBlockNumber({ cacheTime: 0 });
    const { done, sent, rows } = await attemptMany(chain, AAVE, { request: { send: false } });
    const [{ batch, legs, inclusion }] = doneOf(done).batches as [ReturnType<typeof doneOf>["batches"][number]];
    expect(sent).toBe(0);
    expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(before);
    expect(inclusion).toBeNull();
    expect(legs.map(({ submission, reason }) => [submission, reason])).toEqual(AAVE.map(() => [null, null]));
    expect(rows.map(({ status, txHash, realised }) => [status, txHash, realised])).toEqual(
      AAVE.map(() => ["dry-run", null, null]),
    );
    expect(sumOf(rows.map(({ simulated }) => simulated!.gasUsed!))).toBe(batch.simulation.gasUsed);
  });

  it("need neither key nor deployed contract for a dry run", async () => {
    const request = { send: false, signer: null };
    const { done, sent } = await attemptMany(chain, AAVE.slice(0, 2), { deployed: false, request });
    expect(sent).toBe(0);
    expect(doneOf(done).batches[0]!.batch.simulation).toMatchObject({ ok: true, injected: true });
  });

  it("leave one another what earns more of the pools that they share", async () => {
    const dry = { request: { send: false } };
    const { plan: best } = succeeded((await attempt(chain, "reference", dry)).done);
    const { batches } = doneOf((await attemptMany(chain, ["reference", "whale"], dry)).done);
    const [first, second] = batches[0]!.legs;
    // the one that earns more comes first, in whatever order they were asked for
    expect(first!.simulation.netUsd > second!.simulation.netUsd).toBe(true);
    const used = new Set(poolsUsed(first!.member.leg.plan));
    expect(poolsUsed(best).some((pool) => used.has(pool))).toBe(true);

    const { onChain } = best;
    const plan = { ...best, onChain: { ...onChain, terms: { ...onChain.terms, minProfit: 1n } } };
    const { blockNumber, timestamp } = second!.member.proposal.assessment;
    const behind = await simulateBatch(chain.contextWith(), [first!.member.leg, { plan, gasLimit: 2_000_000n }], {
      blockNumber,
      timestamp,
      gasPrice: batches[0]!.gasPrice,
      caller: chain.operator.address,
      liquidator: chain.book.liquidators.AaveV3Liquidator!,
    });
    // its best way does not work at all behind the first
    expect(behind.ok ? behind.legs[1] : null).toMatchObject({ ok: false });
    const { outcome } = second!.simulation;
    expect(outcome.profit).toBeGreaterThan((best.expected.profit * 95n) / 100n);
  });

  it("that would spoil the batch go alone, planned on what it leaves", async () => {
    await lendOutBut(["whale", "reference"]);
    const { done, sent, rows } = await attemptMany(chain, [...AAVE, "usdt-debt"]);
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches[0]!.legs.length, alone.length, notDone]).toEqual([2, 3, 1, []]);
    expect(alone[0]!.submission!.outcome).toEqual(alone[0]!.simulation.outcome);
    expect(alone[0]!.submission!.blockNumber > batches[0]!.inclusion!.blockNumber).toBe(true);
    expect(rows.map(({ status }) => status)).toEqual(Array(4).fill("liquidated"));
  });

  it("are done once when asked for twice, without those that cannot be done", async () => {
    const { done, sent, rows } = await attemptMany(chain, ["reference", "healthy", "reference", "whale"]);
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches.length, batches[0]!.legs.length, alone, rows.length]).toEqual([1, 1, 2, [], 2]);
    expect(notDone).toMatchObject([{ whom: { user: userOf(chain, "healthy") }, error: { code: "healthy" } }]);
  });

  it("of which too few work together go alone, the one that earns most first", async () => {
    // a minimum that the reference reaches only where nobody has sold before
    const options = { config: { minProfitUsd: 465_00000000n }, request: { send: false } };
    const { done, rows } = await attemptMany(chain, ["reference", "whale"], options);
    const { batches, alone } = doneOf(done);
    expect(batches).toEqual([]);
    expect(alone.map(({ plan }) => userIn(plan.target))).toEqual([userOf(chain, "whale"), userOf(chain, "reference")]);
    expect(alone[0]!.apart.code).toBe("no-other");
    expect(alone[1]!.apart.message).toMatch(/^behind the others it /);
    expect(rows.map(({ status }) => status)).toEqual(["dry-run", "dry-run"]);
  });

  it("that earn too little are skipped, and the one that is left goes alone", async () => {
    const { done, sent, rows } = await attemptMany(chain, AAVE, { config: { minProfitUsd: 1_000_00000000n } });
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches, alone.length, notDone.length]).toEqual([1, [], 1, 2]);
    expect(rows.map(({ status }) => status).sort()).toEqual(["liquidated", "skipped", "skipped"]);
    const none = await attemptMany(chain, AAVE.slice(1), { config: { minProfitUsd: 10n ** 14n } });
    expect(failed(none.done)).toMatchObject({ code: "below-min-profit", exitCode: 4 });
    expect([none.sent, none.rows.length]).toEqual([0, 2]);
  });
});

describe("targets of several protocols", () => {
  it("never share a transaction", async () => {
    const { done, sent, rows } = await attemptMany(chain, ["liquidatable", "whale", "bad-debt", "reference"]);
    const { batches, alone, notDone } = doneOf(done);
    expect(notDone).toEqual([]);
    for (const { batch } of batches) {
      const contracts = new Set(batch.members.map(({ proposal }) => proposal.plan.contract));
      expect(contracts.size).toBe(1);
      const to = chain.book.liquidators[[...contracts][0]!]!;
      expect(batch.simulation.transaction.to).toBe(to);
    }
    expect(batches.some(({ legs }) => legs.length === 2)).toBe(true);
    expect(sent).toBe(batches.length + alone.length);
    expect(sent).toBeGreaterThan(1);
    expect(rows.map(({ status }) => status)).toEqual(Array(4).fill("liquidated"));
    expect(new Set(rows.map(({ txHash }) => txHash)).size).toBe(sent);
  });

  it("do not fail with the batch of another, whose targets are not tried again", async () => {
    let isFirst = true;
    const { done, sent, rows } = await attemptMany(chain, ["whale", "reference", "liquidatable"], {
      intercept: ({ method, id }, response) => {
        if (method !== "eth_sendRawTransaction" || !isFirst) return false;
        isFirst = false;
        rpcError(response, id, -32000, "insufficient funds for gas * price + value");
        return true;
      },
    });
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches, alone.length]).toEqual([2, [], 1]);
    expect(usersOf(notDone.map(({ whom }) => whom)).sort()).toEqual(
      [userOf(chain, "whale"), userOf(chain, "reference")].sort(),
    );
    expect(rows.map(({ status, txHash }) => [status, txHash !== null])).toEqual([
      ["failed", false],
      ["failed", false],
      ["liquidated", true],
    ]);
  });
});

describe("a leg that fails", () => {
  const planOf = async (label: string) =>
    succeeded((await attempt(chain, label, { request: { send: false } })).done).plan;

  it("on chain takes nobody down, and its row has the cause and its share of the gas", async () => {
    const plan = await planOf("reference");
    const { done, sent, rows } = await attemptMany(chain, ["whale", "mixed", "reference"], {
      intercept: beforeSending(() => heal("reference", plan)),
    });
    const [{ legs, inclusion }] = doneOf(done).batches as [ReturnType<typeof doneOf>["batches"][number]];
    expect([sent, rows.length]).toEqual([1, 3]);
    const isFailed = rows.map(({ target }) => target.endsWith(userOf(chain, "reference").toLowerCase()));
    expect(rows.map(({ status }) => status)).toEqual(isFailed.map((fails) => (fails ? "failed" : "liquidated")));
    expect(legs.map(({ submission }) => submission === null)).toEqual(isFailed);
    const row = rows[isFailed.indexOf(true)]!;
    expect(row).toMatchObject({ realised: null, txHash: inclusion!.txHash, reason: { code: "healthy" } });
    const others = rows.flatMap(({ realised }) => (realised ? [realised.gasCostWei!] : []));
    const { gasUsed, effectiveGasPrice } = await chain.client.getTransactionReceipt({ hash: inclusion!.txHash });
    expect(sumOf(others) + BigInt(row.reason!.numbers!.gasCostWei!)).toBe(gasUsed * effectiveGasPrice);
  });

  it("pays its share of what a rollup charges for publishing the transaction", async () => {
    const plan = await planOf("reference");
    const l1Fee = 10n ** 15n + 7n;
    const before = beforeSending(() => heal("reference", plan));
    const { done, rows } = await attemptMany(chain, ["whale", "mixed", "reference"], {
      intercept: async (call, response) => {
        if (call.method !== "eth_getTransactionReceipt") return before(call, response);
        const { result: receipt } = await ask(chain.devnet.rpcUrl, call);
        result(response, call.id, receipt && { ...receipt, l1Fee: numberToHex(l1Fee) });
        return true;
      },
    });
    const [{ legs, inclusion }] = doneOf(done).batches as [ReturnType<typeof doneOf>["batches"][number]];
    const { gasUsed, effectiveGasPrice, l1FeeWei } = inclusion!;
    expect(l1FeeWei).toBe(l1Fee);
    expect(sumOf(legs.map(({ costWei }) => costWei!))).toBe(gasUsed * effectiveGasPrice + l1Fee);
    const failed = legs.findIndex(({ reason }) => reason !== null);
    const { costWei, reason, member } = legs[failed]!;
    expect(reason!.numbers).toMatchObject({ gasCostWei: costWei });
    // in proportion to the gas that each takes alone
    const weight = sumOf(legs.map((leg) => leg.member.alone));
    const share = costWei! - BigInt(reason!.numbers!.gasUsed!) * effectiveGasPrice;
    const off = share - (l1Fee * member.alone) / weight;
    expect(off >= 0n && off < BigInt(legs.length)).toBe(true);
    const costs = rows.map(({ realised, reason: why }) => realised?.gasCostWei ?? BigInt(why!.numbers!.gasCostWei!));
    expect(sumOf(costs)).toBe(gasUsed * effectiveGasPrice + l1Fee);
    expect(costs).toEqual(legs.map((leg) => leg.costWei));
  });

  it("before it is sent is found out: no batch, and the others go one by one", async () => {
    const plan = await planOf("reference");
    const { done, sent, rows } = await attemptMany(chain, ["whale", "reference"], {
      intercept: beforeProof(() => heal("reference", plan)),
    });
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches, alone.length]).toEqual([1, [], 1]);
    expect(notDone).toMatchObject([{ whom: { user: userOf(chain, "reference") }, error: { code: "healthy" } }]);
    expect(rows.map(({ status }) => status)).toEqual(["liquidated"]);
  });

  it("like all the others is a failure, with the cause and the hash", async () => {
    const { done, sent, rows } = await attemptMany(chain, ["whale", "reference"], {
      intercept: beforeSending(() =>
        chain.write(chain.owner, chain.book.liquidators.AaveV3Liquidator!, "function setPaused(bool paused)", [true]),
      ),
    });
    const error = failed(done);
    expect(error).toMatchObject({ name: "RevertError", code: "paused", exitCode: 1 });
    expect(error.message).toBe(
      `failed in transaction ${rows[0]!.txHash}, which was mined: the liquidator is paused: ` +
        "the owner must call setPaused(false)",
    );
    expect(sent).toBe(1);
    expect(rows).toMatchObject(Array(2).fill({ status: "failed", realised: null, reason: { code: "paused" } }));
  });
});
