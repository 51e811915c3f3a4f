import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../core/config/config.ts";
import { ConfigError, KeystoreError } from "../core/errors/errors.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { openAggregators } from "./open-aggregators.ts";
import { AGGREGATOR_SETTINGS } from "./settings.ts";
import { oneInchAnswer, REQUEST, zeroXAnswer } from "./testing/answers.fixture.ts";
import { send, startApi } from "./testing/api.fixture.ts";

const signal = new AbortController().signal;

function load(env: Readonly<Record<string, string>>, folder = temporaryFolder("aggregators")) {
  return loadConfig({ flags: {}, env, cwd: folder }, [AGGREGATOR_SETTINGS]);
}

function keyFile(content: string, mode = 0o600): { readonly folder: string; readonly name: string } {
  const folder = temporaryFolder("aggregators");
  writeFileSync(join(folder, "key"), content);
  chmodSync(join(folder, "key"), mode);
  return { folder, name: "key" };
}

describe("aggregators", () => {
  it("are off unless they are named", async () => {
    const config = load({ FLIQ_ZERO_X_KEY: "some-key" });
    expect(await openAggregators(config, { env: {}, redactor: createRedactor() })).toEqual([]);
    expect(JSON.stringify(config, String)).not.toContain("some-key");
    const named = load({ FLIQ_AGGREGATORS: "one-inch, zero-x,one-inch" });
    const opened = await openAggregators(named, { env: {}, redactor: createRedactor() });
    expect(opened.map(({ name }) => name)).toEqual(["one-inch", "zero-x"]);
  });

  it("have their keys from a file, else from the environment, and nobody is shown them", async () => {
    const api = await startApi((response, count) => send(response, count === 1 ? zeroXAnswer() : oneInchAnswer()));
    const { folder, name } = keyFile("key-of-a-file\n");
    const env = {
      FLIQ_AGGREGATORS: "zero-x,one-inch",
      FLIQ_ZERO_X_URL: `${api.url}/`,
      FLIQ_ONE_INCH_URL: api.url,
      FLIQ_ZERO_X_KEY_FILE: name,
      FLIQ_ZERO_X_KEY: "key-that-is-not-used",
      FLIQ_ONE_INCH_KEY: "key-of-the-environment",
    };
    const redactor = createRedactor();
    const [zeroX, oneInch] = await openAggregators(load(env, folder), { env, redactor });
    expect(await zeroX!.quote(REQUEST, signal)).toMatchObject({ ok: true });
    expect(await oneInch!.quote(REQUEST, signal)).toMatchObject({ ok: true });
    expect(api.asked.map(({ headers }) => headers["0x-api-key"] ?? headers.authorization)).toEqual([
      "key-of-a-file",
      "Bearer key-of-the-environment",
    ]);
    expect(redactor.redact("key-of-a-file key-of-the-environment")).toBe("[redacted] [redacted]");
    await api.close();
  });

  it("need no key", async () => {
    const api = await startApi((response) => send(response, zeroXAnswer()));
    const config = load({ FLIQ_AGGREGATORS: "zero-x", FLIQ_ZERO_X_URL: api.url });
    const [zeroX] = await openAggregators(config, { env: {}, redactor: createRedactor() });
    expect(await zeroX!.quote(REQUEST, signal)).toMatchObject({ ok: true });
    expect(api.asked[0]!.headers).not.toHaveProperty("0x-api-key");
    await api.close();
  });

  it.each([
    ["others may read", "key-of-a-file", 0o644, KeystoreError],
    ["is empty", "", 0o600, ConfigError],
    ["holds several lines", "one\ntwo", 0o600, ConfigError],
  ])("take no key from a file that %s", async (_, content, mode, error) => {
    const { folder, name } = keyFile(content, mode);
    const config = load({ FLIQ_AGGREGATORS: "one-inch", FLIQ_ONE_INCH_KEY_FILE: name }, folder);
    const opening = openAggregators(config, { env: {}, redactor: createRedactor() });
    await expect(opening).rejects.toBeInstanceOf(error);
    if (content !== "") await expect(opening).rejects.not.toThrow(content);
  });

  it.each([
    ["FLIQ_AGGREGATORS", "paraswap"],
    ["FLIQ_ZERO_X_URL", "http://api.example"],
    ["FLIQ_ONE_INCH_URL", "ftp://127.0.0.1"],
    ["FLIQ_AGGREGATOR_TIMEOUT_SECONDS", "0"],
    ["FLIQ_AGGREGATOR_SLIPPAGE_BPS", "5000"],
  ])("refuse %s=%s", (variable, value) => {
    expect(() => load({ [variable]: value })).toThrow(ConfigError);
  });
});
