import { readFileSync } from "node:fs";
import { type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { deploymentsFile } from "../chains/deployments.ts";
import { LIQUIDATOR_NAMES } from "../core/names/names.ts";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { sellerAddress } from "../flow/deploy/seller-address.ts";
import { documented, KEY, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";
import { FAULTS, STRANGERS_KEY } from "./faults.fixture.ts";
import { expectNoTrace, expectSentence } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const signing = { FLIQ_PRIVATE_KEY: KEY };

/** The seller is one. */
const DEPLOYMENTS = LIQUIDATOR_NAMES.length + 1;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.clear());

const fliq: Stage["fliq"] = (...args) => stage.fliq(...args);
const user: Stage["user"] = (...args) => stage.user(...args);
const proxied: Stage["proxied"] = (...args) => stage.proxied(...args);
const state: Stage["state"] = () => stage.state();
const rows: Stage["rows"] = () => stage.rows();

describe("the price falls", () => {
  it("on the chain, and is shown", async () => {
    const { pools } = stage.chain.devnet.info.addresses.uniswap;
    const least = pools.filter(({ tokenA, tokenB }) => tokenA === "WETH" || tokenB === "WETH").length;
    const text = textOf(await fliq(["devnet", "price", "WETH", "2600"]));
    const [, moved] = /^WETH is at \$2,600\.00 since block \d+; (\d+) pools traded to it\.\n$/.exec(text)!;
    // those of the other venues as well
    expect(Number(moved)).toBeGreaterThan(least);
  });
});

describe("docs/json.md", () => {
  it.each([
    ["targets", () => ["targets", "--limit", "1"]],
    ["inspect", () => ["inspect", user("reference")]],
    ["simulate", () => ["simulate", user("reference")]],
    ["liquidate", () => ["liquidate", user("reference")]],
    ["quote", () => ["quote", "WETH", "1", "USDC"]],
    ["deploy", () => ["deploy", "--owner", stage.owner, "--receiver", stage.owner]],
    ["devnet price", () => ["devnet", "price", "DAI", "1"]],
  ])("has every key of %s", async (command, args) => {
    const env = command === "deploy" ? signing : {};
    const result = resultOf(await fliq([...args(), "--json"], { env }));
    expect(Object.keys(Array.isArray(result) ? result[0] : result).sort()).toEqual(documented(command));
  });
});

describe("deploying", () => {
  const args = () => ["deploy", "--owner", stage.owner, "--receiver", stage.owner, "--send"];

  it("pays for no seller when the receiver would be one", async () => {
    const before = await state();
    const refused = await fliq(["deploy", "--owner", stage.owner, "--receiver", sellerAddress(), "--send"], {
      env: signing,
    });
    expect(refused.code).toBe(4);
    expectSentence(refused, /the receiver 0x\w{40} is a seller, and what comes there is for anybody to take/);
    expect(await state()).toEqual(before);
  });

  it("puts the seller and every liquidator on the chain and records these", async () => {
    const { stderr, ...ended } = await fliq(args(), { env: signing });
    expect(stderr).toMatch(/^sent transaction 0x[0-9a-f]{64} nonce=0 call=Seller\n$/);
    const text = textOf({ ...ended, stderr: "" });
    const [, seller] = text.match(/^Deployed Seller on devnet, verified on chain\n +address +(0x\w{40})\n/)!;
    expect(text.match(/ seller +0x\w{40}/g)!.map((line) => line.trim().split(/ +/)[1])).toEqual(
      LIQUIDATOR_NAMES.map(() => seller),
    );
    expect(await stage.chain.client.getCode({ address: seller as Hex })).toMatch(/^0x6[01]/);
    for (const name of LIQUIDATOR_NAMES) expect(text).toContain(`\nDeployed ${name} on devnet, verified on chain\n`);
    expect(text).toMatch(/\nRecorded in \/\S+\/deployments\/31337\.json\.\n$/);
    expect(text).not.toContain(KEY.slice(2));
  });

  it("twice does nothing the second time", async () => {
    const before = await state();
    const contracts = resultOf(await fliq([...args(), "--json"], { env: signing }));
    expect(contracts).toHaveLength(DEPLOYMENTS);
    for (const one of contracts) expect(one).toMatchObject({ wasThere: true, sent: false });
    expect(await state()).toEqual(before);
  });
});

describe.concurrent("whatever is wrong, one sentence says it and nothing is sent", () => {
  // every second one is asked for by a program
  it.for(FAULTS.map((one, index) => [...one, index % 2 === 1] as const))("%s", async (one) => {
    const [, code, id, sentence, fault, isJson] = one;
    const proxy = await proxied(fault.endpoint);
    const elsewhere = await fault.elsewhere?.();
    if (elsewhere) stage.closeLater(elsewhere);
    const url = elsewhere?.url ?? proxy.url;
    const [protocol, label] = fault.user ?? ["aave", "reference"];
    const who = user(label, protocol);
    const args = ["liquidate", who, "--send", ...(fault.args ?? []), "--rpc-url", url];
    const hasFile = fault.args?.includes("--keystore");
    const env = { ...(hasFile ? {} : signing), ...fault.env };
    const ended = await fliq(isJson ? [...args, "--json"] : args, { env });
    expect(ended.code).toBe(code);
    if (isJson) {
      expect(ended.stderr).toBe("");
      const { ok, error } = JSON.parse(ended.stdout);
      expect(ok).toBe(false);
      expect(error.code).toBe(id);
      expect(error.hint === undefined ? error.message : `${error.message}; ${error.hint}`).toMatch(sentence);
      expectNoTrace(ended.stdout);
    } else expectSentence(ended, sentence);
    for (const key of [KEY, STRANGERS_KEY]) expect(ended.stdout + ended.stderr).not.toContain(key.slice(2));
    expect(proxy.received.filter(({ method }) => method === "eth_sendRawTransaction")).toEqual([]);
  });
});

describe("nothing at all", () => {
  it("was sent by all of these", async () => {
    expect((await state()).nonce).toBe(DEPLOYMENTS);
    expect(rows().every(({ txHash }) => txHash === null)).toBe(true);
  });
});

describe("sending", () => {
  const setPaused = async (paused: boolean) => {
    const address = JSON.parse(readFileSync(deploymentsFile(31337, stage.deployments), "utf8")).contracts
      .AaveV3Liquidator.address;
    const hash = await stage.chain.client.writeContract({
      account: stage.owner as Hex,
      address,
      abi: parseAbi(["function setPaused(bool paused)"]),
      functionName: "setPaused",
      args: [paused],
    });
    await waitForReceipt(stage.chain.client, { hash });
  };

  it("is refused while the contract is paused", async () => {
    await setPaused(true);
    const before = await state();
    const ended = await fliq(["liquidate", user("reference"), "--send"], { env: signing });
    expect(ended.code).toBe(4);
    expectSentence(ended, /the liquidator is paused: the owner must call setPaused\(false\)/);
    expect(await state()).toEqual(before);
    await setPaused(false);
  });

  it("sends what was simulated, says what it brought, and records it", async () => {
    const before = rows().length;
    const ended = await fliq([
      "liquidate",
      user("reference"),
      "--send",
      "--keystore",
      "key.json",
      "--password-file",
      "password",
    ]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      new RegExp(`^sent transaction 0x[0-9a-f]{64} nonce=${DEPLOYMENTS} gasLimit=\\d{6}\n$`),
    );
    expect(ended.stdout).toMatch(/\nLiquidated in block \d+, transaction 0x[0-9a-f]{64}\n/);
    expect(ended.stdout).toMatch(/\n +planned +simulated +realised\n/);
    expect(ended.stdout).toMatch(/\n +left over: \d+\.\d+ USDC\n/);
    const txHash = /sent transaction (0x[0-9a-f]{64})/.exec(ended.stderr)![1];
    expect(rows().slice(before)).toMatchObject([
      {
        status: "liquidated",
        txHash,
        target: expect.stringMatching(new RegExp(`^aave-v3/0x.*/${user("reference").toLowerCase()}$`)),
        action: expect.stringMatching(/^liquidate/),
        funding: "morpho",
      },
    ]);
  });

  it("in JSON has every figure, and a second time there is nothing to do", async () => {
    const args = ["liquidate", user("liquidatable", "morpho"), "--send", "--json"];
    const ended = await fliq(args, { env: signing });
    expect(ended.stderr).toMatch(/^sent transaction 0x/);
    const { sent, plan, simulation, submission, realised } = resultOf({ ...ended, stderr: "" });
    expect(sent).toBe(true);
    expect(submission.outcome).toEqual(simulation.outcome);
    expect(realised).toMatchObject({ repaid: submission.outcome.repaid, profit: submission.outcome.profit });
    const transaction = await stage.chain.client.getTransaction({ hash: submission.txHash });
    expect(transaction.input).toBe(simulation.transaction.data);
    // sold in parts it brings more than one pool gives for it
    expect(plan.candidate.offer.funding).toBe("callback");
    const again = await fliq(args, { env: signing });
    expect(again).toMatchObject({ code: 3, stderr: "" });
    expect(JSON.parse(again.stdout)).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(healthy|no-debt)$/) },
    });
  });
});
