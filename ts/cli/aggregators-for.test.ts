import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { loadConfig } from "../core/config/config.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { ADAPTER_SETTINGS } from "./adapter-settings.ts";
import { aggregatorsFor } from "./aggregators-for.ts";
import type { Session } from "./session.ts";

async function opened(env: Readonly<Record<string, string>>, cwd = temporaryFolder("aggregators")) {
  const warnings: unknown[] = [];
  const logger = { debug() {}, info() {}, warn: (...said: unknown[]) => void warnings.push(said) };
  const session = { host: { env, redactor: createRedactor() }, logger } as unknown as Session;
  const aggregators = await aggregatorsFor(session, loadConfig({ flags: {}, env, cwd }, ADAPTER_SETTINGS));
  return { names: aggregators.map(({ name }) => name), warnings };
}

it("gives those that are switched on, with the keys of the session's environment", async () => {
  expect(await opened({ FLIQ_ZERO_X_KEY: "a-key" })).toEqual({ names: [], warnings: [] });
  const both = { FLIQ_AGGREGATORS: "zero-x,one-inch", FLIQ_ZERO_X_KEY: "a-key" };
  expect(await opened(both)).toEqual({ names: ["zero-x", "one-inch"], warnings: [] });
});

it("fails nothing for a key that cannot be had, and says so without it", async () => {
  const folder = temporaryFolder("aggregators");
  writeFileSync(join(folder, "key"), "open-to-others");
  chmodSync(join(folder, "key"), 0o644);
  for (const [name, value] of [
    ["FLIQ_ZERO_X_KEY_FILE", "key"],
    ["FLIQ_ZERO_X_KEY_FILE", "nowhere"],
    ["FLIQ_ZERO_X_KEY", "no key"],
  ] as const) {
    const { names, warnings } = await opened({ FLIQ_AGGREGATORS: "zero-x", [name]: value }, folder);
    expect(names).toEqual([]);
    expect(warnings).toMatchObject([["no aggregator is asked", { reason: expect.any(String) }]]);
    expect(JSON.stringify(warnings)).not.toMatch(/open-to-others|no key/);
  }
});
