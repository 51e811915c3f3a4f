import { numberToHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { result } from "../../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { userOf as userIn } from "../../protocols/target.ts";
import { poolsOf } from "../../routing/route.ts";
import { userOf } from "../submit/attempt.fixture.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, type Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { attemptMany, doneOf } from "./batch.fixture.ts";
import { gasOfBatch } from "./form-batch.ts";
import { mostGas } from "./most-gas.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

const AAVE = ["whale", "mixed", "reference"];

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

/** A node whose blocks have less gas. Lenses need more than that, so that its calls do not. */
function limitedTo(gasLimit: bigint): Intercept {
  return async (call, response) => {
    if (call.method !== "eth_getBlockByNumber") return false;
    const { result: block } = await ask(chain.devnet.rpcUrl, call);
    result(response, call.id, { ...(block as object), gasLimit: numberToHex(gasLimit) });
    return true;
  };
}

const dry = { request: { send: false } };
const legsOf = (done: Awaited<ReturnType<typeof attemptMany>>["done"]) => doneOf(done).batches[0]?.legs ?? [];

describe("a batch that a transaction cannot hold", () => {
  it("is cut: whoever earns least goes alone, with the figures", async () => {
    const whole = legsOf((await attemptMany(chain, AAVE, dry)).done).map(({ member }) => member.leg);
    expect(whole).toHaveLength(3);
    const [two, three] = [gasOfBatch(whole.slice(0, 2)), gasOfBatch(whole)];
    const { done } = await attemptMany(chain, AAVE, { ...dry, intercept: limitedTo(three - 1n) });
    const cut = legsOf(done).map(({ member }) => member);
    expect(cut.map(({ proposal }) => userIn(proposal.plan.target))).toEqual(
      ["whale", "mixed"].map((label) => userOf(chain, label)),
    );
    expect(gasOfBatch(cut.map(({ leg }) => leg))).toBeLessThan(three);
    const { alone } = doneOf(done);
    expect(alone.map(({ plan }) => userIn(plan.target))).toEqual([userOf(chain, "reference")]);
    expect(alone[0]!.apart).toMatchObject({ code: "batch-gas-limit", numbers: { most: three - 1n } });

    // exactly enough, and one less
    const isEnough = async (gas: bigint) => {
      const attempted = await attemptMany(chain, AAVE.slice(0, 2), { ...dry, intercept: limitedTo(gas) });
      return legsOf(attempted.done).length === 2;
    };
    expect([await isEnough(two), await isEnough(two - 1n)]).toEqual([true, false]);
  });

  it("is sent within the limit of the block, and the rest after it", async () => {
    const whole = legsOf((await attemptMany(chain, AAVE, dry)).done).map(({ member }) => member.leg);
    const most = gasOfBatch(whole) - 1n;
    const { done, sent, rows } = await attemptMany(chain, AAVE, { intercept: limitedTo(most) });
    const { batches, alone, notDone } = doneOf(done);
    expect([sent, batches[0]!.legs.length, alone.length, notDone]).toEqual([2, 2, 1, []]);
    const { gas } = await chain.client.getTransaction({ hash: batches[0]!.inclusion!.txHash });
    expect(gas).toBeLessThanOrEqual(most);
    expect(rows.map(({ status }) => status)).toEqual(Array(3).fill("liquidated"));
  });
});

describe("liquidations that sell to the same pools", () => {
  it.each([
    ["in parts over all venues", {}],
    ["to one pool each", { venue: ["uniswap-v3"], route: "single" }],
  ] as const)("are planned by what those before leave of them: %s", async (_, config) => {
    const labels = ["whale", "mixed", "reference", "usdt-debt", "under-water"];
    const legs = legsOf((await attemptMany(chain, labels, { ...dry, config })).done);
    expect(legs).toHaveLength(labels.length);
    const used = legs.map(({ member }) => new Set(poolsOf(member.leg.plan.candidate.route)));
    const sharing = legs.filter((_leg, index) => {
      const before = used.slice(0, index);
      return before.some((pools) => [...pools].some((pool) => used[index]!.has(pool)));
    });
    expect(sharing.length).toBeGreaterThan(0);
    for (const { member, simulation } of legs) {
      const { profit, repaid } = member.leg.plan.expected;
      // a reserve rounds differently behind others: a few units, as a sale of the same size would not
      const off = simulation.outcome.profit - profit;
      expect(off * off <= (repaid / 10n ** 8n + 1n) ** 2n).toBe(true);
    }
  });
});

/** Gas of every block from the next one on. */
async function limitBlocks(gasLimit: bigint) {
  await chain.client.setBlockGasLimit({ gasLimit });
  await chain.client.mine({ blocks: 1 });
}

describe("most gas of a transaction", () => {
  it("is the block's, and never more than one transaction may have", async () => {
    const context = chain.contextWith();
    const number = async () => chain.client.getBlockNumber({ cacheTime: 0 });
    await limitBlocks(3_000_000n);
    expect(await mostGas(context, await number())).toBe(3_000_000n);
    await limitBlocks(60_000_000n);
    expect(await mostGas(context, await number())).toBe(16_777_216n);
  });
});
