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
  const text = textOf(await stage.fliq(["inspect", user, ...ON]));
  expect(text).toMatch(/health factor\D+0\.867/i);
  const simulated = resultOf(await stage.fliq(["simulate", user, ...ON, "--json"]));
  expect(simulated.simulation.outcome.repaid).toBe(simulated.plan.expected.repaid);

  const deployed = await stage.fliq(["deploy", ...ON, "--owner", stage.owner, "--receiver", stage.owner, "--send"], {
    env: signing,
  });
  expect(deployed.code).toBe(0);
  for (const _ of [1, 2]) {
    const done = await stage.fliq(["liquidate", user, ...ON, "--send", "--json"], { env: signing });
    expect(done.stderr).toMatch(/^sent transaction [^\n]+\n$/);
    const { submission } = resultOf({ ...done, stderr: "" });
    expect(BigInt(submission.outcome.profit)).toBeGreaterThan(0n);
  }
});
