import { type Address, type Hex, parseAbi } from "viem";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rpcError } from "../core/rpc/local-server.fixture.ts";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import type { Intercept } from "../flow/testing/proxy.fixture.ts";
import { documented, KEY, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";
import { type Ended, expectNoTrace, expectSentence } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x000000000000000000000000000000000000dEaD";
const signing = { FLIQ_PRIVATE_KEY: KEY };
const SENT = "eth_sendRawTransaction";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  expect((await stage.fliq(["devnet", "price", "WETH", "2600"])).code).toBe(0);
});
afterAll(() => stage?.clear());

const fliq: Stage["fliq"] = (...args) => stage.fliq(...args);
const user: Stage["user"] = (...args) => stage.user(...args);
const onMorpho = () => user("liquidatable", "morpho");
const write = async (account: Address, address: Address, signature: string, args: readonly unknown[]) => {
  const abi = parseAbi([signature]);
  const functionName = /function (\w+)/.exec(signature)![1]!;
  const hash = await stage.chain.client.writeContract({ account, address, abi, functionName, args } as never);
  await waitForReceipt(stage.chain.client, { hash });
};

/** What the ledger has now and had not before, but for what it says of transactions that the chain was taken back over. */
async function newRows<T>(work: () => Promise<T>) {
  const rows = () => {
    try {
      return stage.rows();
    } catch {
      return [];
    }
  };
  const before = rows().length;
  const done = await work();
  const added = rows().slice(before);
  return { done, rows: added.filter(({ reason }) => !["reorganised", "replaced"].includes(reason?.code)) };
}

const usersIn = (rows: readonly { readonly target: string }[]) => rows.map(({ target }) => target.split("/").at(-1));
const lower = (...users: readonly string[]) => users.map((one) => one.toLowerCase());

/** A JSON document of a run that has said what it sent. */
function sentResult(ended: Ended, count: number) {
  expect(ended.stderr).toMatch(new RegExp(`^(sent transaction 0x[0-9a-f]{64} nonce=\\d+ gasLimit=\\d+\\n){${count}}$`));
  return resultOf({ ...ended, stderr: "" });
}

describe.concurrent("several targets, without a key and a deployed contract", () => {
  it("are shown one by one and together, and nothing is sent", async () => {
    const before = await stage.state();
    const text = textOf(await fliq(["liquidate", user("reference"), user("whale")]));
    expect(text).toMatch(new RegExp(`^Plan 1 of 2\\n {2}borrower {2}${user("whale")} on aave-v3 main, `));
    expect(text).toMatch(new RegExp(`\\nPlan 2 of 2\\n {2}borrower {2}${user("reference")} on aave-v3 main, `));
    expect(text).toMatch(/\n2 liquidations in one transaction\n {2}user +market +repay +seize +pay by +net\n/);
    const [, used, alone] = /\n {2}gas: ([\d,]+) at \S+ gwei = \$\d\.\d\d; one transaction each would take ([\d,]+)\n/
      .exec(text)!
      .map((one) => Number(one.replaceAll(",", "")));
    expect(used).toBeLessThan(alone!);
    expect(text).not.toContain("as if it were the first");
    expect(text).toMatch(
      /\nDry run: nothing was sent\. To send plans like these, add --send; what is missing for that:\n {2}a key: .*\n {2}AaveV3Liquidator on devnet: fliq deploy\n$/,
    );
    expect(await stage.state()).toEqual(before);
  });

  it("are one document with every key that is documented", async () => {
    const result = resultOf(await fliq(["liquidate", user("reference"), user("whale"), "--json"]));
    expect(Object.keys(result).sort()).toEqual(documented("liquidate, several"));
    expect(result).toMatchObject({ sent: false, alone: [], notDone: [] });
    expect(result.missing.map(({ code }: { code: string }) => code)).toEqual(["signer", "not-deployed"]);
    const [{ legs, gasUsed, gasAlone, inclusion }] = result.batches;
    expect(inclusion).toBeNull();
    expect(BigInt(gasUsed)).toBeLessThan(BigInt(gasAlone));
    for (const leg of legs) {
      expect(leg).toMatchObject({ submission: null, realised: null, reason: null, costWei: null });
      expect(Object.keys(leg).sort()).toEqual(
        ["costWei", "gasLimit", "key", "plan", "realised", "reason", "round", "simulation", "submission"].sort(),
      );
      expect(leg.simulation.ok).toBe(true);
    }
  });

  it("of two protocols go alone, each with the reason, and with all that is missing", async () => {
    const text = textOf(await fliq(["liquidate", user("reference"), onMorpho()]));
    const alone = (who: string, market: string, contract: string) =>
      new RegExp(
        `(^|\\n)Alone: ${who} on ${market}; no other liquidation is ${contract}'s\\nPlan\\n {2}borrower {2}${who} `,
      );
    expect(text).toMatch(alone(user("reference"), "aave-v3 main", "AaveV3Liquidator"));
    expect(text).toMatch(alone(onMorpho(), "morpho 0x\\w{4}…\\w{4}", "MorphoLiquidator"));
    expect(text).toMatch(
      /\n {2}AaveV3Liquidator on devnet: fliq deploy\n {2}MorphoLiquidator on devnet: fliq deploy\n$/,
    );
    expect(text).toMatch(/\nEach of the 2 transactions is simulated on block \d+ as it is, as if it were the first: /);
    expect(text).not.toContain("in one transaction");
    const { batches, alone: one } = resultOf(await fliq(["liquidate", user("reference"), onMorpho(), "--json"]));
    expect([batches, one.map(({ apart }: { apart: { code: string } }) => apart.code)]).toEqual([
      [],
      ["only-one", "only-one"],
    ]);
  });

  it("that are healthy are said, and are no failure", async () => {
    const text = textOf(await fliq(["liquidate", user("healthy"), user("reference")]));
    expect(text).toMatch(
      new RegExp(
        `\\nNot done\\n {2}${user("healthy")} is healthy: its health factor is \\d\\.\\d+; see at which prices`,
      ),
    );
  });

  it.for([
    [
      "a limit",
      4,
      () => user("dust", "morpho"),
      /: the best plan earns -?\$\d+\.\d\d after gas, less than the minimum/,
    ],
    [
      "a market that is not there",
      2,
      () => `--target=aave-v3/${NOBODY}/${user("reference")}`,
      /\n {2}aave-v3\/0x0+dead\/0x\w{40}: devnet has no market 0x0+dEaD; it has main, l2\n/,
    ],
    ["an oracle that reverts", 4, () => user("broken-oracle", "morpho"), /: the market's oracle reverts/],
  ] as const)(
    "and one that fails for %s: the others are shown, and the exit code says so",
    async ([, code, who, why]) => {
      const ended = await fliq(["liquidate", user("reference"), user("whale"), who()]);
      expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code, stderr: "" });
      expectNoTrace(ended.stdout);
      expect(ended.stdout).toMatch(/\n2 liquidations in one transaction\n/);
      expect(ended.stdout).toMatch(why);
      const json = await fliq(["liquidate", user("reference"), user("whale"), who(), "--json"]);
      expect({ code: json.code, stderr: json.stderr }).toEqual({ code, stderr: "" });
      const { ok, result } = JSON.parse(json.stdout);
      expect([ok, result.batches.length, result.notDone.length]).toEqual([true, 1, 1]);
    },
  );

  it("of which nothing can be done are one failure, the most serious first", async () => {
    const both = await fliq(["liquidate", user("healthy"), user("dust", "morpho")]);
    expect(both.code).toBe(4);
    expectSentence(
      both,
      new RegExp(
        `^error: none of the 2 is liquidated: ${user("healthy")} is healthy: [^;]+; ${user("dust", "morpho")}: the best plan earns`,
      ),
    );
    const json = await fliq(["liquidate", user("healthy"), user("dust", "morpho"), "--json"]);
    expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 4, stderr: "" });
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: "below-min-profit" } });
    const healthy = await fliq(["liquidate", user("healthy"), user("no-debt")]);
    expect(healthy.code).toBe(3);
  });

  it.each([
    [["aave"], 2, /<user> must be an address of 0x and 40 hexadecimal digits, not "aave"/],
    [["--target", "aave-v3/main"], 2, /"aave-v3\/main" is no target; a target is/],
    [
      ["--market", "prime"],
      2,
      /^error: devnet has no market prime; it has main \(aave-v3\), l2 \(aave-v3\), morpho \(morpho\), .+\n$/,
    ],
    [["--send"], 1, /there is no key to sign with/],
    [["--repay", "0"], 2, /repay/],
  ] as const)("with %j are refused in one sentence", async (args, code, sentence) => {
    const ended = await fliq(["liquidate", user("reference"), user("whale"), ...args]);
    expect(ended.code).toBe(code);
    expectSentence(ended, sentence);
  });

  it("are not sent to what is not there, which is said once", async () => {
    const ended = await fliq(["liquidate", user("reference"), user("whale"), "--send"], { env: signing });
    expect(ended.code).toBe(1);
    expectSentence(ended, /^error: AaveV3Liquidator is not deployed on devnet; deploy it with fliq deploy/);
  });
});

describe("sending several", () => {
  let liquidator: Address;
  let snapshot: Hex;
  beforeAll(async () => {
    const args = ["deploy", "--owner", stage.owner, "--receiver", stage.owner, "--send", "--json"];
    const contracts = sentDeployments(await fliq(args, { env: signing }));
    liquidator = contracts.find(({ contract }) => contract === "AaveV3Liquidator")!.address;
  });
  beforeEach(async () => {
    snapshot = await stage.chain.client.snapshot();
  });
  afterEach(() => stage.chain.client.revert({ id: snapshot }));

  const send = (args: readonly string[], url?: string) =>
    fliq(["liquidate", ...args, "--send"], { env: signing, ...(url !== undefined && { url }) });

  /** Right before the first transaction reaches the node. */
  function beforeSending(act: () => Promise<void>): Intercept {
    let isDone = false;
    return async ({ method }) => {
      if (method !== SENT || isDone) return false;
      isDone = true;
      await act();
      return false;
    };
  }

  /** Somebody pays enough of the reference borrower's debt. */
  async function heal() {
    const { tokens, accounts, aave } = stage.chain.devnet.info.addresses;
    const { pool } = aave.main;
    const amount = 6_000_000000n;
    await write(accounts.deployer, tokens.USDC, "function mint(address to, uint256 amount)", [accounts.whale, amount]);
    const approve = "function approve(address spender, uint256 amount)";
    await write(accounts.whale, tokens.USDC, approve, [pool, amount]);
    const repay = "function repay(address asset, uint256 amount, uint256 rateMode, address onBehalfOf)";
    await write(accounts.whale, pool, repay, [tokens.USDC, amount, 2n, user("reference")]);
  }

  it("shows them before, sends one transaction, and has one row for each", async () => {
    const proxy = await stage.proxied();
    const { done, rows } = await newRows(() => send([user("reference"), user("whale")], proxy.url));
    expect(done.code).toBe(0);
    expect(proxy.received.filter(({ method }) => method === SENT)).toHaveLength(1);
    expect(done.stderr).toMatch(/^sent transaction 0x[0-9a-f]{64} nonce=\d+ gasLimit=\d+\n$/);
    const [, hash] = /sent transaction (0x\w{64})/.exec(done.stderr)!;
    const [shown] = done.stdout.split("\nLiquidated 2 together in block ");
    expect(shown).toMatch(
      /^Plan 1 of 2\n[\s\S]*\nSimulation 2 of 2 \(\S+\)\n[\s\S]*\n2 liquidations in one transaction\n/,
    );
    expect(done.stdout).toMatch(new RegExp(`\\nLiquidated 2 together in block \\d+, transaction ${hash}\\n`));
    for (const who of [user("reference"), user("whale")]) {
      expect(done.stdout).toMatch(new RegExp(`\\n {2}${who} +aave-v3 main .* \\$[\\d,.]+ +\\$[\\d,.]+ +liquidated\\n`));
    }
    expectNoTrace(done.stdout);
    expect(done.stdout + done.stderr).not.toContain(KEY.slice(2));

    expect(usersIn(rows)).toEqual(lower(user("whale"), user("reference")));
    expect(rows).toMatchObject(Array(2).fill({ status: "liquidated", txHash: hash, reason: null }));
    const { gasUsed, effectiveGasPrice } = await stage.chain.client.getTransactionReceipt({ hash: hash as Hex });
    const sum = (key: string) => rows.reduce((all, { realised }) => all + BigInt(realised[key]), 0n);
    expect([sum("gasUsed"), sum("gasCostWei")]).toEqual([gasUsed, gasUsed * effectiveGasPrice]);
  });

  it("in JSON is one document, with every figure of each", async () => {
    const ended = await send([user("reference"), user("whale"), onMorpho(), user("healthy"), "--json"]);
    const { sent, batches, alone, notDone, missing } = sentResult(ended, 2);
    expect([sent, missing]).toEqual([true, []]);
    const [{ legs, inclusion, transaction }] = batches;
    const { input } = await stage.chain.client.getTransaction({ hash: inclusion.txHash });
    expect(input).toBe(transaction.data);
    for (const { submission, simulation, realised, costWei } of legs) {
      expect(submission).toMatchObject({ txHash: inclusion.txHash, outcome: simulation.outcome });
      expect(realised).toMatchObject({ profit: submission.outcome.profit, gasCostWei: costWei });
    }
    const costs = legs.reduce((sum: bigint, { costWei }: { costWei: string }) => sum + BigInt(costWei), 0n);
    expect(costs).toBe(BigInt(inclusion.gasUsed) * BigInt(inclusion.effectiveGasPrice));
    expect(alone).toMatchObject([{ apart: { code: "only-one" }, realised: { tip: "0" } }]);
    expect(notDone).toMatchObject([{ user: user("healthy"), key: null, error: { code: "healthy" } }]);
  });

  it("shows also those that go alone before they are sent, and says afterwards who they were", async () => {
    const { done, rows } = await newRows(() => send([user("reference"), onMorpho()]));
    expect(done.code).toBe(0);
    expect(done.stderr).toMatch(/^(sent transaction .*\n){2}$/);
    const shown = done.stdout.slice(0, done.stdout.indexOf("Alone: "));
    expect(shown.match(/^(Plan|Simulation)/gm)).toEqual(["Plan", "Simulation", "Plan", "Simulation"]);
    expect(done.stdout).toMatch(
      new RegExp(`\\nAlone: ${user("reference")} on aave-v3 main; .*\\nLiquidated in block \\d+, transaction 0x`),
    );
    expect(new Set(rows.map(({ txHash }) => txHash)).size).toBe(2);
    expect(usersIn(rows).sort()).toEqual(lower(user("reference"), onMorpho()).sort());
  });

  it("with a leg that fails on chain ends with an error, after all of the result", async () => {
    const { url } = await stage.proxied(beforeSending(heal));
    const { done, rows } = await newRows(() => send([user("reference"), user("whale")], url));
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(/^sent transaction .*\n$/);
    expect(done.stdout).toMatch(/\nLiquidated 1 of 2 together in block /);
    expect(done.stdout).toMatch(new RegExp(`\\n {2}${user("reference")} .* - .* -\\$\\d\\.\\d\\d +failed\\n`));
    expect(done.stdout).toMatch(
      new RegExp(`\\n {2}${user("reference")} failed: the health factor is at or above 1\\n`),
    );
    expect(rows.map(({ status }) => status)).toEqual(["liquidated", "failed"]);
    expect(rows[1]).toMatchObject({ realised: null, txHash: rows[0].txHash, reason: { code: "healthy" } });
  });

  it("in JSON says of a leg that fails on chain why, in the one document", async () => {
    const { url } = await stage.proxied(beforeSending(heal));
    const ended = await send([user("reference"), user("whale"), "--json"], url);
    expect(ended.code).toBe(1);
    const { batches } = sentResult({ ...ended, code: 0 }, 1);
    const [first, second] = batches[0].legs;
    expect([first.reason, second.submission, second.realised]).toEqual([null, null, null]);
    expect(second.reason).toMatchObject({ code: "healthy", numbers: { gasCostWei: second.costWei } });
  });

  it("that all fail on chain is a failure with the hash", async () => {
    const pause = () => write(stage.owner as Address, liquidator, "function setPaused(bool paused)", [true]);
    const { url } = await stage.proxied(beforeSending(pause));
    const { done, rows } = await newRows(() => send([user("reference"), user("whale")], url));
    expect(done.code).toBe(1);
    expect(done.stderr).toMatch(
      /^sent transaction (0x\w{64}) .*\nerror: failed in transaction \1, which was mined: the liquidator is paused: .*\n$/,
    );
    expect(rows).toMatchObject(Array(2).fill({ status: "failed", reason: { code: "paused" } }));
  });

  it("that the node refuses leaves those of another liquidator alone, and ends with an error", async () => {
    let isFirst = true;
    const { url } = await stage.proxied(({ method, id }, response) => {
      if (method !== SENT || !isFirst) return false;
      isFirst = false;
      rpcError(response, id, -32000, "insufficient funds for gas * price + value");
      return true;
    });
    const { done, rows } = await newRows(() => send([user("reference"), user("whale"), onMorpho()], url));
    expect(done.code).toBe(1);
    const notDone = done.stdout.slice(done.stdout.indexOf("\nNot done\n"));
    for (const who of [user("reference"), user("whale")]) {
      expect(notDone).toMatch(new RegExp(`\\n {2}${who}: .*insufficient funds`));
    }
    expect(done.stdout).toMatch(new RegExp(`\\nAlone: ${onMorpho()} on morpho .*\\nLiquidated in block `));
    expect(rows.map(({ status }) => status)).toEqual(["failed", "failed", "liquidated"]);
  });

  it("by key as well as by address does each once", async () => {
    const [{ key }] = resultOf(await fliq(["inspect", user("reference"), "--protocol", "aave-v3", "--json"]));
    const { done, rows } = await newRows(() => send([user("whale"), user("reference"), "--target", key]));
    expect(done.code).toBe(0);
    expect(usersIn(rows)).toEqual(lower(user("whale"), user("reference")));
  });
});

/** What deploy printed, beside the transactions that it says it sent. */
function sentDeployments(ended: Ended): { readonly contract: string; readonly address: Address }[] {
  return resultOf({ ...ended, stderr: "" });
}
