import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalServer, reply, result, rpcError, startServer } from "../core/rpc/local-server.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const BIN = join(import.meta.dirname, "../../bin/fliq.mjs");
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
let folder: string;
const servers: LocalServer[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fliq-cli-"));
});
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program in its own process, with a clean environment. */
function fliq(args: readonly string[], { env = {}, cwd = folder, bin = BIN } = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const clean = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, HOME: folder, ...env };
    execFile(process.execPath, [bin, ...args], { env: clean, cwd, timeout: 90_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

async function serve(answer: Parameters<typeof startServer>[0]): Promise<LocalServer> {
  const server = await startServer(answer);
  servers.push(server);
  return server;
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

function expectSentence({ stdout, stderr }: Ended, sentence: string | RegExp): void {
  expect(stdout).toBe("");
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(stderr).not.toMatch(/\n\s+at |node_modules|\.ts:\d/);
}

const PRICE = ["devnet", "price", "WETH", "2600"];

describe("the program", () => {
  it("prints its version and help", async () => {
    expect(await fliq(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    });
    expect(await fliq(["help", "devnet"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Usage: fliq devnet"),
    });
  });

  it("says how to install its dependencies when they are missing", async () => {
    const bare = join(folder, "bare");
    for (const name of ["bin", "script"]) cpSync(join(BIN, "../..", name), join(bare, name), { recursive: true });
    expect(await fliq(["--version"], { bin: join(bare, "bin/fliq.mjs") })).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: the dependencies are not installed; run npm ci first\n",
    });
  });

  it.each([
    [["trgets"], 2, /^error: unknown command 'trgets'/],
    [["devnet", "--jsn"], 2, "^error: unknown option '--jsn'; did you mean --json\\?"],
    [["devnet", "price", "WETH", "-1"], 2, "must be a decimal number|unknown option '-1'"],
    [["devnet", "--chain", "mainet"], 2, /^error: devnet is a local chain and not "mainet"/],
    [[...PRICE, "--private-key", KEY], 2, /^error: a private key or password must not be on the command line/],
    [
      [...PRICE, "--config", "missing.json"],
      1,
      /^error: cannot read the configuration file .*missing\.json: it does not exist/,
    ],
    [[...PRICE, "--rpc-url", "localhost:8545"], 2, /^error: --rpc-url must be an http or https URL/],
  ])("ends on %j with code %i", async (args, code, sentence) => {
    const ended = await fliq(args);
    expect(ended.code).toBe(code);
    expectSentence(ended, new RegExp(sentence));
    expect(ended.stderr).not.toContain(KEY.slice(2));
  });

  it.each([
    [{ privateKey: KEY }, /must not hold a private key or a password/],
    [{ minProfitUSD: 5 }, /unknown setting "minProfitUSD"; did you mean "minProfitUsd"\?/],
    [{ minBonusShareBps: 20_000 }, /"minBonusShareBps" in .* must be a whole number from 1 to 10000/],
  ])("refuses the settings file %j", async (content, sentence) => {
    const cwd = mkdtempSync(join(folder, "settings-"));
    writeFileSync(join(cwd, "fliq.config.json"), JSON.stringify(content));
    const ended = await fliq(PRICE, { cwd });
    expect(ended.code).toBe(1);
    expectSentence(ended, sentence);
    expect(ended.stderr).not.toContain(KEY.slice(2));
  });

  it("does not repeat a key that is in the wrong variable", async () => {
    const cwd = mkdtempSync(join(folder, "wrong-"));
    for (const value of [KEY, KEY.slice(2)]) {
      const env = { FLIQ_KEYSTORE: value, FLIQ_MIN_PROFIT_USD: value };
      const ended = await fliq(PRICE, { env, cwd });
      expect(ended.code).toBe(1);
      expectSentence(ended, /FLIQ_MIN_PROFIT_USD must be a decimal number such as 12\.5, not "\[redacted\]"/);
    }
  });

  it("refuses a misspelt variable", async () => {
    const ended = await fliq(PRICE, { env: { FLIQ_MIN_PROFIT: "1" } });
    expect(ended.code).toBe(1);
    expectSentence(ended, /unknown environment variable FLIQ_MIN_PROFIT; did you mean FLIQ_MIN_PROFIT_USD\?/);
  });
});

describe("wrong usage and missing settings", () => {
  const USER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  it.each([
    [["targets", "--chain", "mainet"], 2, /unknown chain "mainet"; did you mean mainnet\?/],
    [["targets", "--chain", "base"], 1, /there is no endpoint for base; pass --rpc-url <url> or set BASE_RPC_URL/],
    [["targets"], 1, /there is no endpoint to ask; pass --rpc-url <url>, or --chain <name>/],
    [["targets", "--limt", "5"], 2, /unknown option '--limt'; did you mean --limit\?/],
    [["inspect", "alice.eth"], 2, /<user> must be an address of 0x and 40 hexadecimal digits, not "alice\.eth"/],
    [["inspect", USER.replace("97970C", "97970c")], 2, /<user> has a wrong checksum/],
    [["simulate", USER, "--repay", "0"], 2, /--repay must be above 0; use --repay max/],
    [["simulate", USER, "--min-profit", "ten"], 2, /--min-profit must be a decimal number/],
    [
      ["simulate", USER, "--min-bonus-share-bps", "0"],
      2,
      /--min-bonus-share-bps must be a whole number from 1 to 10000/,
    ],
    [["simulate", USER, "--min-pool-depth-usd", "-1"], 2, /--min-pool-depth-usd must be a decimal number/],
    [["targets", "--min-pool-depth-usd", "10k"], 2, /--min-pool-depth-usd must be a decimal number/],
    [["watch", "--min-pool-depth-usd", "0.000000001"], 2, /--min-pool-depth-usd has 9 decimals and the unit has 8/],
    [["liquidate", USER, "--funding", "magic"], 2, /unknown funding "magic"; use auto, callback/],
    [["liquidate", USER, "--private-key", KEY], 2, /must not be on the command line/],
    [["deploy", "--owner", USER], 2, /required option '--receiver <address>' not specified/],
  ])("ends on %j with code %i", async (args, code, sentence) => {
    const ended = await fliq(args);
    expect(ended.code).toBe(code);
    expectSentence(ended, sentence);
    expect(ended.stderr).not.toContain(KEY.slice(2));
  });
});

describe("the endpoint", () => {
  it("is down", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const ended = await fliq([...PRICE, "--rpc-url", url]);
    expect(ended.code).toBe(1);
    expectSentence(ended, `error: there is no local chain at ${url}; start it with npx fliq devnet`);
  });

  it("serves another chain", async () => {
    const { url } = await serve((call, response) => result(response, call.id, "0x1"));
    const ended = await fliq([...PRICE, "--rpc-url", url]);
    expect(ended.code).toBe(1);
    expectSentence(ended, `error: ${url} serves ethereum (chain 1), not devnet (chain 31337)`);
  });

  it("answers with a web page, and a program is told in JSON", async () => {
    const { url } = await serve((_, response) => reply(response, 200, "<html>"));
    const ended = await fliq([...PRICE, "--rpc-url", url, "--json"]);
    expect(ended).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(ended.stdout)).toEqual({
      ok: false,
      error: {
        code: "rpc-not-json-rpc",
        message: `${url} answered a web page that is not JSON-RPC`,
        hint: "check that the URL is a JSON-RPC endpoint",
      },
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ["accepts and closes", (socket) => socket.end()],
    ["accepts and hangs up", (socket) => socket.destroy()],
    ["hears the request and hangs up", (socket) => socket.once("data", () => socket.destroy())],
    [
      "hangs up within its answer",
      (socket) => socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{")),
    ],
  ])("%s, and that is said", async (_, onConnection) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      onConnection(socket);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { FLIQ_RPC_RETRIES: "1" };
    const ended = await fliq(["targets", "--rpc-url", url], { env });
    server.close();
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(
      /^error: cannot reach http:\S+: the connection was (closed|reset); check the URL and that/,
    );
  });

  it("does not answer, and the user gives up", async () => {
    let onAsked = () => {};
    const asked = new Promise<void>((resolve) => {
      onAsked = resolve;
    });
    const { url } = await serve(() => onAsked());
    const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, HOME: folder };
    const child = spawn(process.execPath, [BIN, ...PRICE, "--rpc-url", url], { env, cwd: folder });
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    await asked;
    child.kill("SIGINT");
    expect((await once(child, "close"))[0]).toBe(130);
    expect(stderr).toBe("error: interrupted\n");
  });

  it.each([[[]], [["--json"]], [["--verbose"]], [["--json", "--verbose"]]])(
    "never shows a secret, whatever the endpoint repeats (%j)",
    async (flags) => {
      const { url } = await serve((call, response) => {
        if (call.method === "eth_chainId") result(response, call.id, "0x7a69");
        else
          rpcError(
            response,
            call.id,
            -32000,
            `bad key SECRETKEY123 of ${KEY} at http://alice:hunter2222@h/v2/SECRETKEY123`,
          );
      });
      const secret = `${url.replace("//", "//alice:hunter2222@")}/v2/SECRETKEY123?apikey=OTHERSECRET9`;
      const env = { DEVNET_RPC_URL: secret, FLIQ_PRIVATE_KEY: KEY, FLIQ_KEYSTORE_PASSWORD: "correct-horse" };
      for (const ended of [
        await fliq([...PRICE, ...flags], { env }),
        await fliq([...PRICE, ...flags, "--rpc-url", secret], { env: { ...env, DEVNET_RPC_URL: "" } }),
      ]) {
        expect(ended.code).toBe(1);
        expect(ended.stdout + ended.stderr).toMatch(/error/);
        expect(ended.stdout + ended.stderr).not.toMatch(/SECRETKEY|OTHERSECRET|hunter2222|correct-horse|ac0974/i);
      }
    },
  );
});

describe("devnet", () => {
  let running: ChildProcess | undefined;
  afterEach(() => {
    running?.kill("SIGKILL");
    running = undefined;
  });

  async function start(port: number, flags: readonly string[] = []) {
    const env = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, HOME: folder };
    const child = spawn(process.execPath, [BIN, "devnet", "--port", String(port), ...flags], { env, cwd: folder });
    running = child;
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += String(chunk);
    });
    const lines = createInterface({ input: child.stdout });
    const [first] = (await Promise.race([
      once(lines, "line"),
      once(child, "exit").then(() => Promise.reject(new Error(`it ended: ${stderr}`))),
    ])) as [string];
    return { child, first, stderr: () => stderr, stdout: () => stdout };
  }

  it("says what to try next where it is", async () => {
    const port = await freePort();
    const { child, stdout } = await start(port);
    await vi.waitFor(() => expect(stdout()).toMatch(/fliq liquidate .* --send/));
    const text = stdout();
    const next = text
      .slice(text.indexOf("Try next"))
      .trim()
      .split("\n")
      .filter((line) => /npx fliq/.test(line));
    expect(next).toHaveLength(6);
    for (const line of next) expect(line).toContain(`--rpc-url http://127.0.0.1:${port}`);
    expect(text).toMatch(
      /\n {2}export FLIQ_PRIVATE_KEY=0x59c6995e\w+ {3}# the operator's, known to everybody: for --send\n/,
    );
    child.kill("SIGINT");
    await once(child, "exit");
  }, 600_000);

  it("runs until it is interrupted, and its prices move", async () => {
    const port = await freePort();
    const { child, first, stderr } = await start(port, ["--json"]);
    const url = `http://127.0.0.1:${port}`;
    const started = JSON.parse(first);
    expect(started).toMatchObject({ ok: true, result: { rpcUrl: url, chainId: 31337 } });
    expect(started.result.accounts[0].privateKey).toBe(KEY);

    const moved = await fliq([...PRICE, "--rpc-url", url]);
    expect(moved).toMatchObject({ code: 0, stderr: "" });
    expect(moved.stdout).toMatch(/^WETH is at \$2,600\.00 since block \d+; \d+ pools traded to it\.\n$/);
    const again = JSON.parse((await fliq([...PRICE, "--no-pools", "--json", "--rpc-url", url])).stdout);
    expect(again).toMatchObject({ ok: true, result: { symbol: "WETH", priceUsd: "260000000000", pools: 0 } });
    for (const [args, env] of [
      [[...PRICE, "--port", String(port)], {}],
      [["devnet", "--port", String(port), ...PRICE.slice(1)], {}],
      [PRICE, { FLIQ_RPC_URL: url }],
      [PRICE, { DEVNET_RPC_URL: url, FLIQ_RPC_URL: "http://127.0.0.1:1" }],
    ] as const) {
      expect(await fliq(args, { env })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^WETH is at/) });
    }
    const height = async () => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] });
      const headers = { "content-type": "application/json" };
      return (await fetch(url, { method: "POST", headers, body })).text();
    };
    const before = await height();
    for (const price of ["0.00000001", "1000000000000"]) {
      const far = await fliq(["devnet", "price", "WETH", price, "--rpc-url", url]);
      expect(far.code).toBe(1);
      expectSentence(
        far,
        /^error: WETH cannot be moved to \$[\d.,]+, and is where it was: .*; use a price that is nearer, or/,
      );
    }
    expect(await height()).toBe(before);
    const taken = await fliq(["devnet", "--port", String(port)]);
    expect(taken.code).toBe(1);
    expectSentence(taken, `the local chain did not start: port ${port} is taken; choose another with --port <number>`);

    const { aave } = started.result.borrowers as { aave: { label: string; address: string }[] };
    const of = (label: string) => aave.find((borrower) => borrower.label === label)!.address;
    const onDevnet = ["--rpc-url", url, "--chain", "devnet"];
    const healthy = await fliq(["simulate", of("healthy"), ...onDevnet]);
    expect(healthy.code).toBe(3);
    expectSentence(healthy, /is healthy/);
    const poor = await fliq(["simulate", of("reference"), ...onDevnet, "--min-profit", "1000000"]);
    expect(poor.code).toBe(4);
    expectSentence(poor, /minimum profit/);
    const keyless = await fliq(["liquidate", of("reference"), ...onDevnet, "--send"]);
    expect(keyless.code).toBe(1);
    expectSentence(keyless, /there is no key to sign with; pass --keystore <file>/);
    const key = join(folder, "key.json");
    writeFileSync(key, "{}", { mode: 0o644 });
    const open = await fliq(["liquidate", of("reference"), ...onDevnet, "--send", "--keystore", key]);
    expect(open.code).toBe(1);
    if (process.platform !== "win32") expectSentence(open, /is open to other users \(mode 644\); run chmod 600/);

    child.kill("SIGINT");
    expect((await once(child, "exit"))[0]).toBe(0);
    expect(stderr()).toBe("the local chain is stopped\n");
    expect((await fliq([...PRICE, "--rpc-url", url])).code).toBe(1);
  }, 600_000);
});
