import { encodeFunctionData, getAddress, parseAbi, toHex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { resolveBlock } from "../core/rpc/block.ts";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { randomFrom } from "../protocols/differential/random.ts";
import { targetKey } from "../protocols/target.ts";
import { findTargets, type TargetRow, type TargetsRequest } from "./find-targets.ts";
import { type FallenChain, startFallenChain } from "./testing/chain.fixture.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const WAD = 10n ** 18n;
const USD = 10n ** 8n;
const BORROW = parseAbi(["function borrow(address,uint256,uint256,uint16,address)"]);
/** Reading the others costs calls that no limit saves. */
const PLANNED = ["aave-v3", "morpho"] as const;
const USERS = Array.from({ length: 40 }, (_, index) => getAddress(toHex(0x11417ed00 + index, { size: 20 })));

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
  await openAccounts();
});
afterAll(() => chain?.stop());

/** From a thousandth of an ether to twenty, owing 70 to 74 % of it while ether is at 2,600 USD. */
async function openAccounts(): Promise<void> {
  const { whale } = chain.devnet.info.addresses.accounts;
  const { pool } = chain.devnet.info.addresses.aave.main;
  const { WETH, USDC } = chain.token;
  const random = randomFrom(5);
  await chain.approve("WETH", whale, pool, 10n ** 30n);
  for (const user of USERS) {
    const collateral = random.magnitude(WAD / 1_000n, 20n * WAD);
    const debt = (collateral * 2_600n * random.integer(70n, 74n)) / (100n * 10n ** 12n);
    await chain.client.setBalance({ address: user, value: WAD });
    await chain.write(whale, pool, "function supply(address,uint256,address,uint16)", [WETH, collateral, user, 0]);
    const data = encodeFunctionData({ abi: BORROW, args: [USDC, debt, 2n, 0, user] });
    // an estimate can fall short of what interest costs a second later
    const hash = await chain.client.sendTransaction({ account: user, to: pool, data, gas: 1_000_000n });
    expect(await waitForReceipt(chain.client, { hash })).toMatchObject({ status: "success" });
  }
}

async function found(changes: Partial<TargetsRequest>) {
  const context = chain.contextWith({ config: { minProfitUsd: 0n } });
  const block = await resolveBlock(context.client, { tag: "latest" });
  const open = { protocols: PLANNED, user: null, maxHealthFactor: WAD, minDebtUsd: 0n, limit: 1_000 } as const;
  const { rows, matching } = await findTargets(context, { ...open, block, sort: "profit", ...changes });
  return { rows, matching, calls: context.requests.get("eth_call")! };
}

const shown = (rows: readonly TargetRow[]) =>
  rows.map(({ assessment, plan, alternatives, reason }) => [targetKey(assessment.target), plan, alternatives, reason]);

describe("targets with a limit", () => {
  it.each([
    ["that trade at the oracle's price", true],
    ["that pay a fifth more than the oracle says", false],
  ])("are the first of all of them, and ask no more, beside pools %s", async (_, pools) => {
    await chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2_190n * USD, { info: chain.devnet.info, pools });
      for (const sort of ["profit", "hf"] as const) {
        const all = await found({ sort });
        expect(all.matching).toBeGreaterThan(USERS.length);
        // accounts are read all the same
        const { calls: reading } = await found({ sort, minDebtUsd: 10n ** 30n });
        const planning = all.calls - reading;
        for (const limit of [1, 3, 10]) {
          const limited = await found({ sort, limit });
          expect(shown(limited.rows), `${sort} ${limit}`).toEqual(shown(all.rows.slice(0, limit)));
          expect(limited.matching).toBe(all.matching);
          // what is asked in the same moment shares a call, give or take a few
          expect(limited.calls - reading, `${sort} ${limit}`).toBeLessThanOrEqual(1.2 * planning);
        }
      }
    });
  });

  it("are all planned when as many are asked for", async () => {
    const all = await found({});
    const enough = await found({ limit: all.matching });
    expect(shown(enough.rows)).toEqual(shown(all.rows));
    expect(Math.abs(enough.calls / all.calls - 1)).toBeLessThan(0.2);
  });
});
