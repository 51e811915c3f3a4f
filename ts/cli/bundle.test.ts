import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../core/root.ts";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../devnet/testing/start-test-chain.ts";
import { type Ended, runFliq } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: BUILD_TIMEOUT });

const SOURCES = { FLASH_LIQUIDATOR_RUN_SOURCES: "1" };
const USER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
/** The owner of the local chain's contracts, known to everybody. */
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const folder = temporaryFolder("bundle");

describe("the bundle", () => {
  let chain: TestChain;
  beforeAll(async () => {
    chain = await startTestChain();
  });
  afterAll(() => chain.stop());

  async function both(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<[Ended, Ended]> {
    return [
      await runFliq(args, { cwd: folder, env }),
      await runFliq(args, { cwd: folder, env: { ...env, ...SOURCES } }),
    ];
  }

  it.each<[readonly string[], number]>([
    [["--help"], 0],
    [["help", "devnet"], 0],
    [["--version"], 0],
    [[], 2],
    [["trgets"], 2],
    [["inspect", "alice.eth", "--json"], 2],
    [["targets", "--chain", "base"], 1],
    [["simulate", USER, "--rpc-url", "http://127.0.0.1:1"], 1],
  ])("says what the sources say, to the byte: %j", async (args, code) => {
    const [bundled, sources] = await both(args);
    expect(bundled).toEqual(sources);
    expect(bundled.code).toBe(code);
    expect(bundled.stdout + bundled.stderr).not.toBe("");
  });

  it("finds the contracts, the chains, the scripts and the local chain's addresses where the sources find them", async () => {
    const reference = chain.borrower("aave-v3", "reference").address;
    const here = ["--chain", "devnet", "--rpc-url", chain.devnet.rpcUrl];
    await movePrice(chain.client, "WETH", 2_600n * 10n ** 8n);
    for (const [args, code] of [
      [["targets"], 0],
      [["inspect", reference, "--json"], 0],
      [["simulate", reference, "--json"], 0],
      [["deploy", "--owner", USER, "--receiver", USER], 0],
    ] as const) {
      const [bundled, sources] = await both([...args, ...here], { FLIQ_PRIVATE_KEY: KEY });
      expect(bundled, args.join(" ")).toEqual(sources);
      expect(bundled.code, bundled.stderr).toBe(code);
    }
  });

  it("names the lines of the sources where a stack is printed", async () => {
    const [bundled, sources] = await both(["targets", "--chain", "base", "--verbose"]);
    const places = ({ stderr }: Ended) => Array.from(stderr.matchAll(/\/ts\/[\w/-]+\.ts:\d+:\d+/g), ([place]) => place);
    expect(places(bundled)).toContainEqual(expect.stringMatching(/^\/ts\/core\/rpc\/rpc\.ts:/));
    expect(places(bundled)).toEqual(places(sources));
  });
});

describe("the program of a checkout", () => {
  /** Enough of a checkout to print help: an own one, whose sources may be changed. */
  const checkout = join(folder, "checkout");
  const bundles = join(checkout, ".cache/fliq");
  const help = join(checkout, "ts/cli/help.ts");

  beforeAll(() => {
    for (const name of ["bin", "script", "package.json", "tsconfig.json"]) {
      cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
    }
    cpSync(join(ROOT, "ts"), join(checkout, "ts"), { recursive: true, filter: (path) => !/\.test\.ts$/.test(path) });
    symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"), "dir");
  });

  async function printed(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const args = [join(checkout, "bin/fliq.mjs"), "--help"];
    const options = { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...env } };
    return (await promisify(execFile)(process.execPath, args, options)).stdout;
  }

  /** Those that are there. */
  function made(): string[] {
    return readdirSync(bundles).filter((name) => /^[0-9a-f]{16}$/.test(name));
  }

  function change(from: string, to: string): void {
    const text = readFileSync(help, "utf8");
    expect(text).toContain(from);
    writeFileSync(help, text.replace(from, to));
  }

  it("runs the bundle, and never one of sources that were changed since", async () => {
    expect(await printed()).toContain("Nothing is sent without --send.");
    expect(readdirSync(bundles).sort()).toEqual([...made(), "sources.json"].sort());
    const [first] = made();
    // so that what runs can be told
    const entry = join(bundles, first!, "main.js");
    writeFileSync(entry, `${readFileSync(entry, "utf8")}\nprocess.stdout.write("bundled\\n");\n`);
    expect(await printed()).toMatch(/^bundled\n/);
    expect(await printed(SOURCES)).not.toContain("bundled");

    // of the same length, as an editor that keeps the time would leave it
    change("Nothing is sent", "Nothing is lost");
    const changed = await printed();
    expect(changed).toContain("Nothing is lost without --send.");
    expect(changed).not.toContain("bundled");
    change("Nothing is lost", "Nothing is sent");
    expect(await printed()).toMatch(/^bundled\n/);
  });

  it("keeps a few bundles", async () => {
    const words = ["Nothing", "None", "Nil", "Naught", "Never"];
    for (const [index, word] of words.entries()) {
      if (index > 0) change(words[index - 1]!, word);
      expect(await printed()).toContain(`${word} is sent`);
    }
    expect(made()).toHaveLength(4);
  });

  it("says of wrong sources what running them says", async () => {
    change("Never", "Never ${");
    const failure = (await printed().catch((error: unknown) => error)) as { stderr: string };
    expect(failure.stderr).toMatch(/help\.ts/);
    change("Never ${", "Never");
  });

  it("runs the sources where no bundle can be made", async () => {
    rmSync(join(checkout, ".cache"), { recursive: true });
    writeFileSync(join(checkout, ".cache"), "");
    expect(await printed()).toBe(await printed(SOURCES));
    rmSync(join(checkout, ".cache"));
  });

  it("prepares what can be prepared, and fails for nothing of it", async () => {
    const bare = join(folder, "bare");
    mkdirSync(bare);
    cpSync(join(ROOT, "script"), join(bare, "script"), { recursive: true });
    const { stderr } = await promisify(execFile)(process.execPath, ["script/prepare.mjs"], { cwd: bare });
    expect(stderr.match(/^> the preparation did not finish: /gm)!.length).toBeGreaterThan(1);
    expect(stderr).toMatch(/did not finish: .*esbuild/);
  });
});
