import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defineSettings } from "../adapter/define-settings.ts";
import { ConfigError, UsageError } from "../errors/errors.ts";
import { ROOT } from "../root.ts";
import { type ConfigInput, loadConfig } from "./config.ts";
import { whole } from "./setting-shapes.ts";

const KEY = `0x${"ab".repeat(32)}`;
/** As an adapter brings it. */
const BOLD = defineSettings<{ readonly boldness: number }>({
  settings: { boldness: { schema: whole(1n, 9n), byDefault: 3 } },
  secrets: ["FLIQ_BOLD_API_KEY"],
});
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fliq-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(input: Partial<ConfigInput> & { file?: unknown } = {}) {
  if (input.file !== undefined) {
    const text = typeof input.file === "string" ? input.file : JSON.stringify(input.file);
    writeFileSync(join(folder, "fliq.config.json"), text);
  }
  return loadConfig({ flags: {}, env: {}, cwd: folder, ...input }, [BOLD]);
}

function failure(input: Parameters<typeof load>[0]): Error & { hint?: string; exitCode?: number } {
  try {
    load(input);
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected a failure");
}

describe("defaults", () => {
  it("limits what can be lost", () => {
    expect(load()).toEqual({
      chain: null,
      chains: { byName: {}, file: join(folder, "fliq.config.json") },
      rpcUrls: [],
      sendUrls: [],
      rpcTimeoutMs: 10_000,
      rpcRetries: 3,
      concurrency: 4,
      logChunkBlocks: 10_000n,
      minProfitUsd: 50_00000000n,
      maxGasPriceWei: 100_000_000_000n,
      maxGasShareBps: 10_000,
      priorityFeeWei: null,
      minBonusShareBps: 5_000,
      tipBps: 0,
      tipRecipient: "0x0000000000000000000000000000000000000000",
      priceToleranceBps: 50,
      minPoolDepthUsd: 0n,
      venue: [],
      route: "auto",
      allowCollaterals: [],
      denyCollaterals: [],
      allowDebts: [],
      denyDebts: [],
      allowMarkets: [],
      denyMarkets: [],
      horizonSeconds: 120n,
      deadlineSeconds: 120n,
      confirmations: 1,
      keystore: null,
      passwordFile: null,
      keySource: "none",
      ledgerPath: join(folder, ".fliq/ledger.jsonl"),
      cacheDir: join(folder, ".fliq/cache"),
      deploymentsDir: join(ROOT, "deployments"),
      ofAdapters: { boldness: 3 },
    });
  });
});

describe("chains of the user's own", () => {
  const own = { chainId: 534352, wrappedNative: `0x${"5".repeat(40)}` };

  it("are named as the others are, and have endpoints of their own", () => {
    const file = { chain: "534352", chains: { "my-scroll": own }, rpcUrls: { "my-scroll": "https://file.example" } };
    expect(load({ file })).toMatchObject({ chain: "my-scroll", rpcUrls: ["https://file.example"] });
    const env = { MY_SCROLL_RPC_URL: "https://own.example" };
    expect(load({ file, env, flags: { chain: "My-Scroll" } }).rpcUrls).toEqual(["https://own.example"]);
    // the hash is no key, wherever a key would be one
    const addresses = { "uniswap-v3": { poolInitCodeHash: `0x${"e".repeat(64)}` } };
    expect(load({ file: { chains: { base: { addresses } } } }).chains.byName.base!.addresses).toEqual(addresses);
    expect(failure({ file: { chains: { base: { addresses: { x: KEY } } } } }).message).toContain("private key");
  });

  it.each<[object, RegExp]>([
    [{ scroll: { ...own, wrappedNative: "0x1" } }, /"chains\.scroll\.wrappedNative" in .*: must be an address/],
    [{ scroll: { chainId: 534352 } }, /"chains\.scroll\.wrappedNative" in .* is missing/],
    [{ scroll: { wrappedNative: own.wrappedNative } }, /"chains\.scroll\.chainId" in .* is missing/],
    [{ scroll: { ...own, chainId: 8453 } }, /"chains\.scroll\.chainId" in .* is the id of base/],
    [{ scroll: own, again: own }, /"chains\.again\.chainId" in .* is the id of scroll/],
    [{ base: { wrappedNative: own.wrappedNative } }, /"chains\.base\.wrappedNative" in .* would replace what is known/],
    [{ base: { chainId: 8453 } }, /"chains\.base\.chainId" in .* would replace what is known of base/],
    [{ Scroll: own }, /"chains\.Scroll" in .*: .*lower-case/],
    [{ scroll: { ...own, wraped: "0x" } }, /"chains\.scroll" in .* has an unknown key "wraped"/],
  ])("are refused with the name of the key: %j", (chains, message) => {
    expect(failure({ file: { chains } })).toMatchObject({ message: expect.stringMatching(message), exitCode: 1 });
  });

  it("are named where a chain is misspelt", () => {
    const error = failure({ file: { chains: { scroll: own } }, flags: { chain: "scrol" } });
    expect(error.message).toContain('unknown chain "scrol"; did you mean scroll?');
    expect(error.exitCode).toBe(2);
  });
});

describe("layers", () => {
  it("takes flags before environment before file", () => {
    const file = { minProfitUsd: 1, maxGasGwei: "2.5", tipBps: 3 };
    const env = { FLIQ_MIN_PROFIT_USD: "10", FLIQ_MAX_GAS_GWEI: "20" };
    const config = load({ file, env, flags: { minProfitUsd: "100" } });
    expect(config.minProfitUsd).toBe(100_00000000n);
    expect(config.maxGasPriceWei).toBe(20_000_000_000n);
    expect(config.tipBps).toBe(3);
  });

  it("ignores flags that were not given and empty variables", () => {
    expect(load({ flags: { tipBps: undefined }, env: { FLIQ_TIP_BPS: "" }, file: { tipBps: 7 } }).tipBps).toBe(7);
  });

  it("reads another file when told so, and insists that it exists", () => {
    writeFileSync(join(folder, "other.json"), '{"tipBps": 9}');
    expect(load({ configPath: "other.json", file: { tipBps: 1 } }).tipBps).toBe(9);
    expect(failure({ configPath: "missing.json" }).message).toMatch(/cannot read .*missing\.json: it does not exist/);
  });

  it("takes paths in the file from the file's folder, the rest from the working folder", () => {
    writeFileSync(
      join(folder, "other.json"),
      '{"keystore": "keys/a.json", "ledgerPath": "l.jsonl", "deploymentsDir": "d"}',
    );
    const config = load({ configPath: "other.json", flags: { passwordFile: "pw" }, cwd: folder });
    expect(config.keystore).toBe(join(folder, "keys/a.json"));
    expect(config.ledgerPath).toBe(join(folder, "l.jsonl"));
    expect(config.deploymentsDir).toBe(join(folder, "d"));
    expect(config.passwordFile).toBe(join(folder, "pw"));
  });

  it.each(["utf8", "utf16le"] as const)("reads a file that begins with a byte-order mark, in %s", (encoding) => {
    writeFileSync(join(folder, "fliq.config.json"), Buffer.from('\uFEFF{"rpcRetries":7}', encoding));
    expect(load().rpcRetries).toBe(7);
  });

  it("reads how much pools must hold from every layer, 0 for any", () => {
    const [file, env] = [{ minPoolDepthUsd: 25_000 }, { FLIQ_MIN_POOL_DEPTH_USD: "0.5" }];
    expect(load({ file }).minPoolDepthUsd).toBe(25_000_00000000n);
    expect(load({ file, env }).minPoolDepthUsd).toBe(50_000_000n);
    expect(load({ file, env, flags: { minPoolDepthUsd: "0" } }).minPoolDepthUsd).toBe(0n);
    expect(failure({ file: { minPoolDepthUsd: -1 } }).message).toMatch(
      /^"minPoolDepthUsd" in .* must be a decimal number/,
    );
    expect(failure({ env: { FLIQ_MIN_POOL_DEPTH: "1" } }).hint).toBe("did you mean FLIQ_MIN_POOL_DEPTH_USD?");
  });

  it("reads amounts digit for digit", () => {
    expect(load({ file: { minProfitUsd: "0.00000001" } }).minProfitUsd).toBe(1n);
    expect(load({ file: { minProfitUsd: 0.1 } }).minProfitUsd).toBe(10_000_000n);
    expect(failure({ file: '{"minProfitUsd": 0.1234567890123456789}' }).message).toContain("more digits");
    expect(failure({ file: { minProfitUsd: 1e-8 } }).message).toContain("put it in quotes");
  });
});

describe("the settings of an adapter", () => {
  it("come from the same layers, and are its own to read", () => {
    const [file, env] = [{ boldness: 4 }, { FLIQ_BOLDNESS: "5" }];
    expect(BOLD.of(load({ file }))).toEqual({ boldness: 4 });
    expect(BOLD.of(load({ file, env }))).toEqual({ boldness: 5 });
    expect(BOLD.of(load({ file, env, flags: { boldness: "6" } }))).toEqual({ boldness: 6 });
  });

  it("are its defaults where they were not given or not loaded", () => {
    expect(BOLD.of(load())).toEqual({ boldness: 3 });
    expect(BOLD.of({ ofAdapters: {} })).toEqual({ boldness: 3 });
  });

  it("are named when they are wrong, by the name in their layer", () => {
    const message = (input: Parameters<typeof load>[0]) => failure(input).message;
    expect(message({ flags: { boldness: "0" } })).toMatch(/^--boldness must be a whole number from 1 to 9/);
    expect(message({ env: { FLIQ_BOLDNESS: "x" } })).toMatch(/^FLIQ_BOLDNESS must be a whole number/);
    expect(message({ file: { boldness: true } })).toMatch(/^"boldness" in .*fliq\.config\.json must be a number/);
    expect(failure({ file: { boldnes: 1 } }).hint).toBe('did you mean "boldness"?');
  });

  it("are unknown without the adapter, like its secrets", () => {
    const alone = (input: Partial<ConfigInput>) => () => loadConfig({ flags: {}, env: {}, cwd: folder, ...input }, []);
    expect(alone({ env: { FLIQ_BOLDNESS: "5" } })).toThrow("unknown environment variable FLIQ_BOLDNESS");
    expect(alone({ env: { FLIQ_BOLD_API_KEY: "x" } })).toThrow("unknown environment variable FLIQ_BOLD_API_KEY");
    expect(alone({ flags: { boldness: "5" } })).toThrow(ConfigError);
  });

  it("never hold its secrets", () => {
    const config = load({ env: { FLIQ_BOLD_API_KEY: "a-long-secret" } });
    expect(JSON.stringify(config, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(
      "a-long",
    );
    expect(failure({ env: { FLIQ_BOLD_API_KE: "x" } }).hint).toBe("did you mean FLIQ_BOLD_API_KEY?");
  });
});

describe("endpoint", () => {
  const env = { FLIQ_RPC_URL: "http://general", BASE_RPC_URL: "http://base", MAINNET_RPC_URL: "http://mainnet" };

  it.each([
    ["the flag first", { env, flags: { chain: "base", rpcUrl: "http://flag" } }, "http://flag"],
    ["the chain's own variable", { env, flags: { chain: "base" } }, "http://base"],
    ["either variable of the main chain", { env, flags: { chain: "eth" } }, "http://mainnet"],
    ["the general variable", { env, flags: { chain: "polygon" } }, "http://general"],
    ["the file's entry of the chain", { flags: { chain: "bnb" }, file: { rpcUrls: { bnb: "http://b" } } }, "http://b"],
    ["the file's general entry", { flags: { chain: "bnb" }, file: { rpcUrl: "http://g" } }, "http://g"],
    ["nothing", { flags: { chain: "bnb" }, file: { rpcUrls: { base: "http://b" } } }, null],
  ])("is %s", (_, input, expected) => {
    expect(load(input).rpcUrls).toEqual(expected === null ? [] : [expected]);
  });

  it.each<[string, Parameters<typeof load>[0]]>([
    ["the option again", { flags: { rpcUrl: ["http://a", "https://b/v2"], sendUrl: ["http://c"] } }],
    ["commas", { env: { FLIQ_RPC_URL: "http://a,https://b/v2", FLIQ_SEND_URL: "http://c" } }],
    ["spaces and lines", { env: { FLIQ_RPC_URL: " http://a\n https://b/v2 ", FLIQ_SEND_URL: "http://c" } }],
    [
      "the chain's own variable",
      { flags: { chain: "base", sendUrl: "http://c" }, env: { BASE_RPC_URL: "http://a, https://b/v2" } },
    ],
    ["a list in the file", { file: { rpcUrl: ["http://a", "https://b/v2"], sendUrl: "http://c" } }],
    [
      "a list of the chain",
      { flags: { chain: "base" }, file: { rpcUrls: { base: ["http://a", "https://b/v2"] }, sendUrl: ["http://c"] } },
    ],
  ])("takes several endpoints, in their order: %s", (_, input) => {
    expect(load(input)).toMatchObject({ rpcUrls: ["http://a", "https://b/v2"], sendUrls: ["http://c"] });
  });

  it("does not repeat any of several that is malformed", () => {
    for (const input of [
      { flags: { rpcUrl: ["http://good", "htp:/host/SECRET"] } },
      { env: { FLIQ_SEND_URL: "http://good,SECRET" } },
      { file: { rpcUrl: ["http://good", "SECRET"] } },
      { file: { rpcUrl: [] } },
    ]) {
      const { message } = failure(input);
      expect(message).toMatch(/must be an http or https URL/);
      expect(message).not.toContain("SECRET");
    }
  });

  it("is never repeated when it is malformed", () => {
    for (const input of [
      { flags: { rpcUrl: "htp:/host/SECRET" } },
      { env: { FLIQ_RPC_URL: "wss://host/SECRET" } },
      { env: { BASE_RPC_URL: "SECRET" }, flags: { chain: "base" } },
      { file: { rpcUrls: { base: "SECRET" } } },
    ]) {
      const error = failure(input);
      expect(error.message).toContain("must be an http or https URL");
      expect(error.message).not.toContain("SECRET");
    }
  });
});

describe("what is wrong is named", () => {
  it("in a flag: exit code 2", () => {
    const error = failure({ flags: { minProfitUsd: "-5" } });
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/^--min-profit must be a decimal number/);
  });

  it("in a variable", () => {
    const error = failure({ env: { FLIQ_MIN_BONUS_SHARE_BPS: "10001" } });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe('FLIQ_MIN_BONUS_SHARE_BPS must be a whole number from 1 to 10000, not "10001"');
  });

  it("in the file", () => {
    expect(failure({ file: { rpcRetries: true } }).message).toMatch(/^"rpcRetries" in .*fliq\.config\.json must be/);
    expect(failure({ file: { rpcUrls: { solana: "http://x" } } }).message).toContain('unknown key "solana"');
    expect(failure({ file: { chain: "arbitrun" } }).message).toContain("did you mean arbitrum?");
  });

  it("for an unknown key or variable, with the nearest name", () => {
    expect(failure({ file: { minProfitUSD: 5 } })).toMatchObject({
      message: expect.stringContaining('unknown setting "minProfitUSD"'),
      hint: 'did you mean "minProfitUsd"?',
    });
    expect(failure({ file: {}, env: { FLIQ_MIN_PROFIT: "5" } })).toMatchObject({
      message: "unknown environment variable FLIQ_MIN_PROFIT",
      hint: "did you mean FLIQ_MIN_PROFIT_USD?",
    });
    expect(failure({ file: '{"__proto__": {"tipBps": 5}}' }).message).toContain('unknown setting "__proto__"');
  });

  it.each(["", "{", "[]", "null", "5", "<html>"])("for a file that holds %j", (file) => {
    expect(failure({ file })).toBeInstanceOf(ConfigError);
  });

  it("without quoting a file that is no JSON", () => {
    const error = failure({ file: `{"rpcUrl": "http://host/SECRET", ${KEY}` });
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/SECRET|abab/);
    expect(error.cause).toBeUndefined();
  });
});

describe("keys", () => {
  it.each([
    { privateKey: "anything" },
    { PRIVATE_KEY: "anything" },
    { mnemonic: "test test test" },
    { keystorePassword: "x" },
    { keystore: KEY },
    { rpcUrls: { base: KEY.slice(2) } },
  ])("are refused in the file: %j", (file) => {
    const error = failure({ file });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("must not hold a private key");
    expect(error.message).not.toContain("abab");
  });

  it("never enter the configuration", () => {
    const config = load({ env: { FLIQ_PRIVATE_KEY: KEY, FLIQ_KEYSTORE_PASSWORD: "hunter2" } });
    expect(config.keySource).toBe("environment");
    expect(Object.values(config).map(String).join()).not.toMatch(/abab|hunter2/);
  });

  it("come from the keystore flag before the environment, and from the environment before the file", () => {
    const env = { FLIQ_PRIVATE_KEY: KEY };
    expect(load({ env, flags: { keystore: "k.json" } })).toMatchObject({ keySource: "keystore" });
    expect(load({ env, file: { keystore: "k.json" } })).toMatchObject({ keySource: "environment", keystore: null });
    expect(load({ file: { keystore: "k.json" } })).toMatchObject({ keySource: "keystore" });
  });

  it("are refused when the environment names two", () => {
    expect(failure({ env: { FLIQ_PRIVATE_KEY: KEY, FLIQ_KEYSTORE: "k.json" } }).message).toBe(
      "both FLIQ_PRIVATE_KEY and FLIQ_KEYSTORE are set",
    );
  });
});
