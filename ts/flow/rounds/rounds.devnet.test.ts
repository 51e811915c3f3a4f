import { numberToHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { RpcError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { rowsOf } from "../../ledger/rows.fixture.ts";
import { targetKey, userOf } from "../../protocols/target.ts";
import { attemptMany, doneOf } from "../batch/batch.fixture.ts";
import type { Candidate } from "../batch/batch.ts";
import { gasOfBatch } from "../batch/form-batch.ts";
import { furtherRounds } from "../batch/further-rounds.ts";
import { readHistory } from "../history/read-history.ts";
import { type LiquidateManyRequest, liquidateMany } from "../liquidate-many.ts";
import { balanceOf, SENDING } from "../submit/attempt.fixture.ts";
import { type ContextOptions, type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, type Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { headFrom } from "./head-from.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

async function liquidate(
  protocol: ProtocolName,
  labels: readonly string[],
  request: Partial<LiquidateManyRequest>,
  options: ContextOptions = {},
) {
  const context = chain.contextWith(options);
  const done = await liquidateMany(context, {
    ...SENDING,
    whom: labels.map((label) => {
      const { address: user } = chain.borrower(protocol, label);
      return { user, target: null, protocols: [protocol], market: null };
    }),
    block: await resolveBlock(context.client, { tag: "latest" }),
    signer: chain.operator,
    ...request,
  });
  const { ledgerPath } = context.config;
  return { ...done, ledgerPath, rows: request.send === false ? [] : await rowsOf(ledgerPath) };
}

const etherFallsTo = (usd: bigint) => movePrice(chain.client, "WETH", usd * 10n ** 8n, { info: chain.devnet.info });
const roundsOf = ({ batches }: Awaited<ReturnType<typeof liquidate>>) =>
  batches.flatMap(({ legs }) => legs.map(({ member }) => member.round));

describe("an account that is still liquidatable after a round", () => {
  it.each([
    ["compound-v2", "under-water", 2_600n],
    ["compound-v2", "newer", 2_200n],
    ["aave-v2", "reference", 2_200n],
    ["aave-v2", "two-debts", 2_200n],
    ["radiant", "reference", 2_200n],
  ] as const)("is taken again in the same transaction: %s %s", async (protocol, label, usd) => {
    await etherFallsTo(usd);
    const done = await liquidate(protocol, [label], { rounds: 2 });
    expect([done.batches.length, done.alone, done.notDone]).toEqual([1, [], []]);
    const { legs, batch, inclusion } = done.batches[0]!;
    expect(roundsOf(done)).toEqual([1, 2]);
    expect(new Set(legs.map(({ member }) => targetKey(member.leg.plan.target))).size).toBe(1);
    for (const { member, simulation, submission, reason } of legs) {
      expect(reason).toBeNull();
      expect(submission!.outcome).toEqual(simulation.outcome);
      expect(submission!.outcome.profit).toBeGreaterThanOrEqual(member.leg.plan.onChain.terms.minProfit);
    }
    const { gasUsed } = await chain.client.getTransactionReceipt({ hash: inclusion!.txHash });
    expect([batch.simulation.gasUsed, gasUsed < batch.alone]).toEqual([gasUsed, true]);
    expect(done.rows.map(({ status, txHash, target }) => [status, txHash, target])).toEqual(
      legs.map(({ member }) => ["liquidated", inclusion!.txHash, targetKey(member.leg.plan.target)]),
    );
    // each for itself, also where the whole ledger is read again
    const { entries } = await readHistory({ ledgerPath: done.ledgerPath, chainId: null, since: null, by: null });
    expect(entries.map(({ round, netUsd, status }) => [round, netUsd, status])).toEqual(
      done.rows.map(({ realised }, index) => [index + 1, realised!.netProfitUsd, "liquidated"]),
    );
    const liquidator = chain.book.liquidators[legs[0]!.member.leg.plan.contract]!;
    for (const token of Object.values(chain.token)) expect(await balanceOf(chain, token, liquidator)).toBe(0n);
  });

  it("is taken as often as is asked for and no more, each round with half of what the last has left", async () => {
    const done = await liquidate("compound-v2", ["under-water"], { rounds: 3, send: false });
    expect(roundsOf(done)).toEqual([1, 2, 3]);
    const [first, second, third] = done.batches[0]!.legs.map(({ simulation }) => simulation.outcome.repaid);
    for (const [one, next] of [
      [first!, second!],
      [second!, third!],
    ] as const) {
      // with interest until the end of the horizon
      expect(Number(next) / Number(one)).toBeCloseTo(0.5, 4);
    }
  });

  it("is taken again where the user wants a part each time: Morpho has no close factor", async () => {
    const repay = { amount: "5000" };
    const done = await liquidate("morpho", ["liquidatable"], { rounds: 3, repay });
    expect(roundsOf(done)).toEqual([1, 2, 3]);
    for (const { submission, simulation, member } of done.batches[0]!.legs) {
      expect(submission!.outcome).toEqual(simulation.outcome);
      // each is planned by pools as those before leave them
      const { profit } = member.leg.plan.expected;
      const off = submission!.outcome.profit - profit;
      expect(off * off).toBeLessThanOrEqual(4n);
    }
  });

  it("stands beside others, each with its rounds", async () => {
    await etherFallsTo(2_200n);
    const done = await liquidate("aave-v2", ["reference", "usdt-debt"], { rounds: 2 });
    expect(roundsOf(done)).toEqual([1, 2, 1, 2]);
    const users = done.batches[0]!.legs.map(({ member }) => userOf(member.leg.plan.target));
    expect([users[0], users[2]]).toEqual([users[1], users[3]]);
    for (const { submission, simulation } of done.batches[0]!.legs)
      expect(submission!.outcome).toEqual(simulation.outcome);
  });

  it("is let alone where the next round is not worth it", async () => {
    const [rounds, send] = [3, false];
    const all = await liquidate("compound-v2", ["under-water"], { rounds, send });
    const nets = all.batches[0]!.legs.map(({ simulation }) => simulation.netUsd);
    const config = { minProfitUsd: (nets[1]! + nets[2]!) / 2n };
    const fewer = await liquidate("compound-v2", ["under-water"], { rounds, send }, { config });
    expect(roundsOf(fewer)).toEqual([1, 2]);
  });
});

describe("an account that is healthy after a round", () => {
  it.each([
    ["compound-v2", "reference"],
    ["aave-v2", "reference"],
    ["radiant", "reference"],
  ] as const)("goes alone, and that is said: %s", async (protocol, label) => {
    const done = await liquidate(protocol, [label], { rounds: 4 });
    expect([done.batches, done.notDone]).toEqual([[], []]);
    expect(done.alone.map(({ apart, submission }) => [apart.code, submission !== null])).toEqual([["no-round", true]]);
    expect(done.rows).toHaveLength(1);
  });
});

/** A node whose blocks have no more gas than this; lenses need more, so that its calls do not. */
const withBlocksOf =
  (gas: bigint): Intercept =>
  async (call, response) => {
    if (call.method !== "eth_getBlockByNumber") return false;
    const { result: block } = await ask(chain.devnet.rpcUrl, call);
    result(response, call.id, { ...(block as object), gasLimit: numberToHex(gas) });
    return true;
  };

const whoIs = (labels: readonly string[]) =>
  labels.map((label) => {
    const { address: user } = chain.borrower("compound-v2", label);
    return { user, target: null, protocols: ["compound-v2"], market: null } as const;
  });

/** Gas of a transaction in which the first so many legs fit. */
async function gasFor(labels: readonly string[], legs: number): Promise<bigint> {
  const { batches } = await liquidate("compound-v2", labels, { rounds: 2, send: false });
  return gasOfBatch(batches[0]!.legs.slice(0, legs).map(({ member }) => member.leg));
}

describe("a further round that a transaction cannot hold", () => {
  it("goes into the next one, planned anew on what the first has left", async () => {
    const enough = await gasFor(["under-water"], 2);
    const { done, sent, rows } = await attemptMany(chain, [], {
      request: { whom: whoIs(["under-water"]), rounds: 2 },
      intercept: withBlocksOf(enough - 1n),
    });
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches, notDone]).toEqual([2, [], []]);
    expect(alone.map(({ apart }) => apart.code)).toEqual(["no-round", "round-alone"]);
    const [first, second] = alone.map(({ submission }) => submission!);
    expect(Number(second!.outcome.repaid) / Number(first!.outcome.repaid)).toBeCloseTo(0.5, 4);
    expect(rows.map(({ status }) => status)).toEqual(["liquidated", "liquidated"]);
  });

  it("that fails takes none of those before it out of the report", async () => {
    const enough = await gasFor(["under-water"], 2);
    const small = withBlocksOf(enough - 1n);
    let sent = 0;
    const { done, rows } = await attemptMany(chain, [], {
      request: { whom: whoIs(["under-water"]), rounds: 3 },
      intercept: async (call, response) => {
        if (call.method === "eth_sendRawTransaction") sent++;
        // of the third round the last check comes to nothing
        if (sent < 2 || call.method !== "eth_estimateGas") return small(call, response);
        rpcError(response, call.id, -32000, "the node is confused");
        return true;
      },
    });
    const { alone, notDone } = doneOf(done);
    expect(alone.map(({ submission }) => submission?.outcome.repaid)).toHaveLength(2);
    expect(alone.every(({ submission }) => submission !== null)).toBe(true);
    expect(notDone.map(({ error }) => error.code)).toEqual(["not-estimated"]);
    expect(rows.map(({ status }) => status)).toEqual(["liquidated", "liquidated", "skipped"]);
  });

  it("beside others goes into the next one as well", async () => {
    await etherFallsTo(2_300n);
    const labels = ["under-water", "reference"];
    const enough = await gasFor(labels, 3);
    const { done, rows } = await attemptMany(chain, [], {
      request: { whom: whoIs(labels), rounds: 2 },
      intercept: withBlocksOf(enough),
    });
    const { batches, alone, notDone } = doneOf(done);
    expect(notDone).toEqual([]);
    expect(batches[0]!.legs.map(({ member }) => member.round)).toEqual([1, 2, 1]);
    expect(alone.map(({ apart }) => apart.code)).toEqual(["round-alone"]);
    expect(new Set(rows.map(({ target }) => target)).size).toBe(2);
    expect(rows.map(({ status }) => status)).toEqual(Array(4).fill("liquidated"));
  });

  it("waits for the block that the one before is in", async () => {
    const context = chain.contextWith();
    const head = await chain.client.getBlockNumber({ cacheTime: 0 });
    const [{ number }] = await Promise.all([headFrom(context, head + 2n), chain.client.mine({ blocks: 2 })]);
    expect(number).toBe(head + 2n);
  });
});

it("a further round that cannot be looked for keeps no other from being sent", async () => {
  const context = chain.contextWith();
  const next = async () => {
    throw new RpcError("timeout", "the node does not answer", { retryable: true });
  };
  const first = { round: 1, proposal: {}, leg: {} } as Candidate;
  const found = [];
  for await (const one of furtherRounds(context, [first], {} as never, { most: 3, next, behind: next }))
    found.push(one);
  expect(found).toEqual([]);
  expect(context.warnings).toEqual(["a further round could not be looked for"]);
});
