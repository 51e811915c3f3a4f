import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { KEY, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

const ON = ["--protocol", "compound-v2"];
const signing = { FLIQ_PRIVATE_KEY: KEY };

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  expect((await stage.fliq(["devnet", "price", "WETH", "2600"])).code).toBe(0);
});
afterAll(() => stage?.clear());

it("finds, explains, simulates and liquidates an account of Compound V2, and again while it still can", async () => {
  const user = stage.user("under-water", "compound-v2");
  const { targets } = resultOf(await stage.fliq(["targets", ...ON, "--json"]));
  expect(targets.map((row: { target: { subject: { user: string } } }) => row.target.subject.user)).toContain(user);
  const told = textOf(await stage.fliq(["targets", ...ON]));
  expect(told).toMatch(/ liquidate, again\n[\s\S]*\nagain: it can still be liquidated afterwards; liquidate --rounds/);
  const text = textOf(await stage.fliq(["inspect", user, ...ON]));
  expect(text).toMatch(/health factor\D+0\.867/i);
  const simulated = resultOf(await stage.fliq(["simulate", user, ...ON, "--json"]));
  expect(simulated.simulation.outcome.repaid).toBe(simulated.plan.expected.repaid);
  expect(simulated.again).toBe(true);

  const deployed = await stage.fliq(["deploy", ...ON, "--owner", stage.owner, "--receiver", stage.owner, "--send"], {
    env: signing,
  });
  expect(deployed.code).toBe(0);
  const done = await stage.fliq(["liquidate", user, ...ON, "--send", "--json"], { env: signing });
  expect(done.stderr).toMatch(/^sent transaction [^\n]+\n$/);
  const { submission, again } = resultOf({ ...done, stderr: "" });
  expect([BigInt(submission.outcome.profit) > 0n, again]).toEqual([true, true]);
  const dry = textOf(await stage.fliq(["liquidate", user, ...ON, "--rounds", "2"]));
  expect(dry).toMatch(/\n2 liquidations in one transaction\n[\s\S]*0x\w{40}, round 2 /);
  const both = await stage.fliq(["liquidate", user, ...ON, "--rounds", "2", "--send", "--json"], { env: signing });
  expect(both.stderr).toMatch(/^sent transaction [^\n]+\n$/);
  const [{ legs }] = resultOf({ ...both, stderr: "" }).batches;
  expect(legs.map(({ round, reason }: { round: number; reason: unknown }) => [round, reason])).toEqual([
    [1, null],
    [2, null],
  ]);
});
