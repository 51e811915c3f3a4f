import { PassThrough } from "node:stream";
import { zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../core/errors/redact.ts";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { run } from "../run.ts";
import type { Register, Run } from "../run-command.ts";
import { allowCommand } from "./allow.ts";
import { deployCommand } from "./deploy.ts";
import { devnetCommand } from "./devnet.ts";
import { inspectCommand } from "./inspect.ts";
import { liquidateCommand } from "./liquidate.ts";
import { quoteCommand } from "./quote.ts";
import { simulateCommand } from "./simulate.ts";
import { targetsCommand } from "./targets.ts";
import { watchCommand } from "./watch.ts";

const USER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const MORPHO = "0xBBBBBbbBBb9cC5e90e3b3Af64bdAF62C37EEFFCb";
const MARKET_ID = `0x${"12".repeat(32)}`;

/** Runs a command line and returns the request that reached the command, or what was said instead. */
async function request(
  line: string,
): Promise<{ code: number; request?: Record<string, unknown>; stderr: string; stdout: string }> {
  let reached: Record<string, unknown> | undefined;
  const keep: Run<object> = async (asked) => {
    reached = { ...asked };
  };
  const commands: Register[] = [
    targetsCommand(keep),
    inspectCommand(keep),
    simulateCommand(keep),
    quoteCommand(keep),
    liquidateCommand(keep),
    watchCommand(keep),
    deployCommand(keep),
    allowCommand(keep),
    devnetCommand(keep, keep),
  ];
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  const host = { env: {}, cwd: "/", stdin, stdout, stderr, redactor: createRedactor(), signal };
  const code = await run(line.split(" ").filter(Boolean), host, commands);
  return { code, request: reached, stderr: String(stderr.read() ?? ""), stdout: String(stdout.read() ?? "") };
}

describe("targets", () => {
  it("has defaults", async () => {
    expect((await request("targets")).request).toEqual({
      protocols: [...PROTOCOL_NAMES],
      block: { tag: "latest" },
      user: null,
      limit: 20,
      maxHealthFactor: 10n ** 18n,
      minDebtUsd: 0n,
      sort: "profit",
      anew: false,
      borrowers: null,
      settings: {},
    });
  });

  it("reads its options", async () => {
    const line = `targets --protocol Morpho --block 123 --user ${USER.toLowerCase()} --limit 5 --max-hf 1.05 --min-debt-usd 2000.5 --sort HF`;
    expect((await request(line)).request).toMatchObject({
      protocols: ["morpho"],
      block: { number: 123n },
      user: USER,
      limit: 5,
      maxHealthFactor: 1_050_000_000_000_000_000n,
      minDebtUsd: 2000_50000000n,
      sort: "hf",
    });
  });
});

describe("inspect", () => {
  it("reads its options", async () => {
    expect((await request(`inspect ${USER} --block finalized --market LIDO`)).request).toEqual({
      user: USER,
      target: null,
      protocols: [...PROTOCOL_NAMES],
      market: { name: "lido" },
      block: { tag: "finalized" },
    });
  });
});

describe("simulate", () => {
  it("has defaults", async () => {
    expect((await request(`simulate ${USER}`)).request).toEqual({
      user: USER,
      target: null,
      protocols: [...PROTOCOL_NAMES],
      market: null,
      collateral: null,
      debt: null,
      repay: "max",
      funding: "auto",
      inKind: false,
      settings: {},
      block: { tag: "latest" },
      from: null,
      fork: false,
    });
  });

  it("takes one source of money, or some", async () => {
    const fundingOf = async (text: string) => (await request(`simulate ${USER} --funding ${text}`)).request;
    expect(await fundingOf("Aave")).toMatchObject({ funding: "aave" });
    expect(await fundingOf("morpho,aave")).toMatchObject({ funding: ["morpho", "aave"] });
    expect(await fundingOf("aave,aave")).toMatchObject({ funding: "aave" });
  });

  it("reads its options", async () => {
    const line = `simulate ${USER} --collateral WETH --debt ${USER} --repay 1500.50 --funding wallet --receive-atoken --realize-bad-debt --min-profit 1 --min-bonus-share-bps 50 --min-pool-depth-usd 25000.5 --max-gas-gwei 0.5 --tip-bps 10 --market ${MARKET_ID} --fork --from ${USER}`;
    expect((await request(line)).request).toMatchObject({
      collateral: { symbol: "WETH" },
      debt: { address: USER },
      repay: { amount: "1500.50" },
      funding: "wallet",
      inKind: true,
      market: { id: MARKET_ID },
      fork: true,
      from: USER,
      settings: {
        minProfitUsd: "1",
        minBonusShareBps: "50",
        minPoolDepthUsd: "25000.5",
        maxGasGwei: "0.5",
        tipBps: "10",
        realizeBadDebt: true,
      },
    });
  });

  it.each(["targets", `simulate ${USER}`, `liquidate ${USER}`, "watch"])(
    "reads how much the pools must hold at least: %s",
    async (line) => {
      const { settings } = (await request(`${line} --min-pool-depth-usd 25000.5`)).request as { settings: object };
      expect(settings).toMatchObject({ minPoolDepthUsd: "25000.5" });
    },
  );
});

describe("quote", () => {
  it("reads what is sold, how much, and what for", async () => {
    expect((await request(`quote WETH 1.5 ${USER}`)).request).toEqual({
      tokenIn: { symbol: "WETH" },
      amount: "1.5",
      tokenOut: { address: USER },
      block: { tag: "latest" },
      settings: {},
    });
    const line = "quote WETH 1 USDC --venue uniswap-v3,curve --route single --block 7";
    expect((await request(line)).request).toMatchObject({
      block: { number: 7n },
      settings: { venue: "uniswap-v3,curve", route: "single" },
    });
  });

  it.each(["quote WETH 1", "quote WETH", "quote 0x12 1 USDC"])("refuses what is no sale: %s", async (line) => {
    expect(await request(line)).toMatchObject({ code: 2, request: undefined });
  });
});

describe("a target", () => {
  const key = `morpho/${USER}/${MARKET_ID}/${USER}`.toLowerCase();

  it("stands for user, protocol and market", async () => {
    const who = { user: null, protocols: ["morpho"] };
    const target = { protocol: "morpho", market: USER, marketId: MARKET_ID, subject: { kind: "account", user: USER } };
    for (const command of ["inspect", "simulate"]) {
      expect((await request(`${command} --target ${key}`)).request).toMatchObject({ ...who, target, market: null });
    }
    const { request: found } = await request(`liquidate ${USER} --target ${key} ${key}`);
    expect(found).toMatchObject({ whom: [{ user: USER, target: null }, { target }, { target }] });
  });
});

describe("liquidate", () => {
  it("takes several users", async () => {
    const { request: found } = await request(`liquidate ${USER} ${MARKET_ID.slice(0, 42)}`);
    expect(found).toMatchObject({ whom: [{ user: USER }, { user: expect.any(String) }] });
  });

  it("does not send unless told so", async () => {
    expect((await request(`liquidate ${USER}`)).request).toMatchObject({ send: false, rounds: 1 });
    expect((await request(`liquidate ${USER} --rounds 3`)).request).toMatchObject({ rounds: 3 });
    expect((await request(`liquidate ${USER} --send --keystore k.json --password-file p`)).request).toMatchObject({
      send: true,
      settings: { keystore: "k.json", passwordFile: "p" },
    });
  });
});

describe("deploy", () => {
  it("needs an owner and a receiver", async () => {
    expect(await request("deploy --receiver 0x1")).toMatchObject({
      code: 2,
      stderr: "error: required option '--owner <address>' not specified; see fliq deploy --help\n",
    });
    expect((await request("deploy")).stderr).toBe(
      "error: required options '--owner <address>' and '--receiver <address>' not specified; see fliq deploy --help\n",
    );
    const other = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
    const line = `deploy --owner ${USER} --receiver ${other} --operator ${USER} ${other} --protocol aave-v3`;
    expect((await request(line)).request).toEqual({
      protocols: ["aave-v3"],
      owner: USER,
      receiver: other,
      operators: [USER, other],
      ownerMinBonusShareBps: 5000,
      ownerMaxTipBps: 5000,
      from: null,
      send: false,
      settings: {},
    });
  });
});

describe("allow", () => {
  it("shows when nothing is to be changed", async () => {
    expect((await request("allow --protocol morpho")).request).toEqual({
      protocols: ["morpho"],
      wishes: null,
      send: false,
      settings: {},
    });
  });

  it("reads what is to be changed, people by name or address", async () => {
    const other = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
    const line = `allow --add-operator ${USER} ${other} --remove-operator ${MORPHO} --add-market Main ${other} --remove-lender l2 --receiver ${other.toLowerCase()} --limit-bonus-share-bps 300 --limit-tip-bps 0 --seller 0x0000000000000000000000000000000000000000 --unpause --unlisted --send --keystore k.json --max-gas-gwei 5`;
    expect((await request(line)).request).toEqual({
      protocols: [...PROTOCOL_NAMES],
      wishes: {
        lists: {
          operators: { add: [{ address: USER }, { address: other }], remove: [{ address: MORPHO }] },
          markets: { add: [{ name: "main" }, { address: other }], remove: [] },
          lenders: { add: [], remove: [{ name: "l2" }] },
        },
        values: { receiver: other, minBonusShareBps: 300n, maxTipBps: 0n, seller: zeroAddress, paused: false },
        unlisted: true,
      },
      send: true,
      settings: { keystore: "k.json", maxGasGwei: "5" },
    });
    expect((await request("allow --pause")).request).toMatchObject({
      wishes: { values: { paused: true } },
      send: false,
    });
  });
});

describe("devnet", () => {
  it("reads its options and knows the other commands", async () => {
    expect((await request("devnet --port 9000 --seconds-per-block 0")).request).toEqual({
      port: 9000,
      secondsPerBlock: 0,
      commands: ["targets", "inspect", "simulate", "quote", "liquidate", "watch", "deploy", "allow", "devnet"],
    });
  });

  it("reads a price", async () => {
    expect((await request("devnet price wsteth 3500.25 --no-pools")).request).toEqual({
      symbol: "wstETH",
      priceUsd: 3500_25000000n,
      pools: false,
      port: null,
    });
    for (const line of ["devnet price WETH 1 --port 9000", "devnet --port 9000 price WETH 1"]) {
      expect((await request(line)).request).toMatchObject({ port: 9000 });
    }
  });

  it("shows no option that means nothing", async () => {
    const { stdout } = await request("devnet price --help");
    expect(stdout).toMatch(/--port .*\n(.*\n)*.*--rpc-url/);
    expect(stdout).not.toMatch(/--seconds-per-block|--protocol|--chain/);
    expect((await request("devnet --help")).stdout).not.toMatch(/--rpc-url|--protocol|--chain/);
  });
});

describe("wrong usage", () => {
  const ZERO = "0x0000000000000000000000000000000000000000";
  it.each([
    ["targts", "unknown command 'targts'; did you mean targets?"],
    ["targets --jsn", "unknown option '--jsn'; did you mean --json?"],
    ["targets --limit 0", "--limit must be a whole number from 1 to 10000"],
    ["targets --limit 1.5", "--limit must be a whole number"],
    ["targets --max-hf 0", "--max-hf must be above 0"],
    ["targets --max-hf -1", "--max-hf must be a decimal number"],
    ["targets --min-debt-usd $5", "--min-debt-usd must be a decimal number"],
    ["targets --sort size", 'unknown order "size"; use profit or hf'],
    ["targets --user alice.eth", "--user must be an address"],
    ["targets --block newest", "--block must be a block number"],
    ["targets --protocol compound", `unknown protocol "compound"; use one of ${PROTOCOL_NAMES.join(", ")}`],
    ["targets extra", "too many arguments"],
    ["targets --limit", "option '--limit <count>' argument missing; see fliq targets --help"],
    ["help nope", 'there is no command "nope" to help with; it has targets, inspect'],
    ["help targts", 'there is no command "targts" to help with; did you mean targets?'],
    ["--no-color", "no command is given; see fliq --help"],
    ["inspect", "missing required argument 'user'"],
    ["inspect 0x12", "<user> must be an address"],
    [`inspect ${USER.replace("97970C", "97970c")}`, "<user> has a wrong checksum"],
    [`inspect ${USER} --block`, "option '--block <number|tag>' argument missing"],
    [`inspect ${USER} --market 0x12`, "--market must be an address"],
    [`inspect ${USER} --market a/b`, "--market must be a market's name"],
    [`simulate ${USER} --repay 0`, "--repay must be above 0; use --repay max"],
    [`simulate ${USER} --repay 0.000`, "--repay must be above 0"],
    [`simulate ${USER} --repay all`, "--repay must be a decimal number"],
    [`simulate ${USER} --funding flash`, 'unknown funding "flash"; use auto, callback'],
    [`simulate ${USER} --funding aave,flash`, 'unknown funding "flash"; use auto, callback'],
    [`simulate ${USER} --funding aave,`, 'unknown funding ""'],
    [`simulate ${USER} --funding aave,auto`, "--funding auto is all of them"],
    [`simulate ${USER} --funding wallet,aave --receive-atoken`, "--receive-atoken needs --funding wallet"],
    [`simulate ${USER} --receive-atoken`, "--receive-atoken needs --funding wallet"],
    [`simulate ${USER} --collateral 0x12`, "--collateral must be an address"],
    [`simulate ${USER} --send`, "unknown option '--send'"],
    [`liquidate ${USER} --rounds 0`, "--rounds must be a whole number"],
    [`liquidate ${USER} --rounds 2 --repay 10`, "--rounds is for --repay max: an amount is meant once"],
    [`liquidate ${USER} --private-key x`, "a private key or password must not be on the command line"],
    [`deploy --owner ${ZERO} --receiver ${USER}`, "--owner must not be the zero address"],
    [`deploy --owner ${USER} --receiver ${ZERO}`, "--receiver must not be the zero address"],
    [
      `deploy --owner ${USER} --receiver ${USER} --limit-bonus-share-bps 0`,
      "--limit-bonus-share-bps must be a whole number",
    ],
    ["allow --send", "--send needs something to change; such as --add-operator <address>"],
    ["allow --unlisted", "--unlisted needs something to change"],
    ["allow --pause --unpause", "--pause and --unpause contradict each other"],
    ["allow --add-operator main", "--add-operator must be an address"],
    [`allow --add-operator ${ZERO}`, "--add-operator must not be the zero address"],
    [`allow --add-lender ${ZERO}`, "--add-lender must not be the zero address"],
    [`allow --receiver ${ZERO}`, "--receiver must not be the zero address"],
    ["allow --add-market 12", "--add-market must be a name of the address book or an address"],
    ["allow --add-market 0x12", "--add-market must be an address"],
    ["allow --remove-lender", "option '--remove-lender <name|address...>' argument missing"],
    ["allow --limit-bonus-share-bps 10001", "--limit-bonus-share-bps must be a whole number from 1 to 10000"],
    ["allow --limit-tip-bps 10001", "--limit-tip-bps must be a whole number from 0 to 10000"],
    ["allow extra", "too many arguments"],
    ["devnet --port 70000", "--port must be a whole number from 1 to 65535"],
    ["devnet --chain base", 'devnet is a local chain and not "base"'],
    ["devnet price WETH", "missing required argument 'usd'"],
    ["devnet price ETHW 1", 'the local chain has no token "ETHW"'],
    ["devnet price WETH 0", "<usd> must be above 0"],
    ["devnet price WETH 99999999999999999999", "<usd> must be at most $1,000,000,000,000.00, not 9999"],
    ["devnet price WETH 1 --seconds-per-block 1", "--seconds-per-block is said when the chain starts; leave it out"],
    ["devnet price WETH 1 --port 1 --rpc-url http://x", "--port and --rpc-url both say where the local chain is"],
    ["devnet prise WETH 1", 'devnet has no part "prise"; did you mean price?'],
  ])("%s", async (line, message) => {
    const said = await request(line);
    expect(said.request).toBeUndefined();
    expect(said.code).toBe(2);
    expect(said.stdout).toBe("");
    expect(said.stderr.startsWith(`error: ${message}`)).toBe(true);
    // one sentence: one line, no stack
    expect(said.stderr.trimEnd()).not.toContain("\n");
  });

  it("is a document with --json, wherever that stands", async () => {
    for (const line of [
      "--json",
      "help nope --json",
      `--json simulate ${USER} --repay 0`,
      `simulate ${USER} --repay 0 --json`,
      "simulate --json",
    ]) {
      const { code, stdout, stderr } = await request(line);
      expect(code).toBe(2);
      expect(stderr).toBe("");
      expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^usage/) } });
    }
  });
});

describe("help", () => {
  it.each(["targets", "inspect", "simulate", "liquidate", "deploy", "allow", "devnet"])(
    "of %s has an example",
    async (name) => {
      const { code, stdout, stderr } = await request(`${name} --help`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(new RegExp(`Usage: fliq ${name} `));
      expect(stdout).toMatch(new RegExp(`Examples:\\n {2}npx fliq ${name}`));
      expect(stdout).toContain("--json");
    },
  );

  it("lists the exit codes", async () => {
    const { code, stdout } = await request("--help");
    expect(code).toBe(0);
    for (const exit of ["0  done", "2  wrong usage", "3  nothing to do", "4  refused"]) expect(stdout).toContain(exit);
    expect((await request("")).code).toBe(2);
    expect((await request("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
