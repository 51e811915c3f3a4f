import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { documented, KEY, OPERATOR, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";
import { expectSentence } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x000000000000000000000000000000000000dEaD";
/** Account 1 of the local chain, whose key is KEY. */
/** Public key of the local chain's account 2, which owns the liquidators. */
const OWNERS_KEY = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
const signing = { FLIQ_PRIVATE_KEY: KEY };

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  expect((await fliq(["devnet", "price", "WETH", "2600"])).code).toBe(0);
  const args = ["deploy", "--owner", stage.owner, "--receiver", stage.owner, "--send"];
  expect((await fliq(args, { env: signing })).code).toBe(0);
});
afterAll(() => stage?.clear());

const fliq: Stage["fliq"] = (...args) => stage.fliq(...args);
const user: Stage["user"] = (...args) => stage.user(...args);
const state: Stage["state"] = () => stage.state();

describe("allowing", () => {
  const somebody = "0x1563915e194D8CfBA1943570603F7606A3115508";
  const add = () => ["allow", "--protocol", "aave-v3", "--add-operator", somebody, "--limit-bonus-share-bps", "6000"];
  const owning = { FLIQ_PRIVATE_KEY: OWNERS_KEY };
  const nonce = () => stage.chain.client.getTransactionCount({ address: stage.owner as Hex });

  it("is shown to people and, with every key that is documented, to programs", async () => {
    const text = textOf(await fliq(["allow"]));
    expect(text).toMatch(/^AaveV3Liquidator on devnet, block \d+\n {2}address +0x\w{40}\n {2}owner +0x\w{40}\n/);
    expect(text).toMatch(
      /\n {2}bonus share {2}50 %\n {2}tip limit +50 %\n {2}seller +0x\w{40}\n {2}paused +no\n\n {2}who +name +address +is\n/,
    );
    expect(text).toMatch(
      new RegExp(`\\n {2}operator +${OPERATOR} {2}allowed\\n {2}market +aave-v3:main +0x\\w{40} {2}allowed\\n`),
    );
    expect(text).toMatch(/\n\nMorphoLiquidator on devnet, block/);
    const liquidators = resultOf(await fliq(["allow", "--json"]));
    for (const one of liquidators) expect(Object.keys(one).sort()).toEqual(documented("allow"));
    expect(liquidators[0]).toMatchObject({ owner: stage.owner, minBonusShareBps: "5000", changes: [], alreadySo: [] });
  });

  it("is not changed without --send, needs no key, and prints the calls for the owner", async () => {
    const before = await state();
    const ended = textOf(await fliq([...add(), "--limit-tip-bps", "5000"]));
    expect(ended).toMatch(new RegExp(`\\n {4}operator ${somebody}: not allowed -> allowed\\n`));
    expect(ended).toMatch(
      /\n {6}call {2}setLimits\(6000, 5000\)\n {6}gas {3}\d\d,\d{3} = \$\d\.\d\d now\n {6}data {2}0x368f4800/,
    );
    expect(ended).toMatch(
      /\n {2}so already\n {4}tip limit: 50 %\n\nDry run: nothing was sent\. Add --send with the owner's key/,
    );
    const [liquidator] = resultOf(await fliq([...add(), "--json"]));
    expect(Object.keys(liquidator).sort()).toEqual(documented("allow"));
    expect(liquidator.changes[0]).toMatchObject({ to: liquidator.address, setter: "setLimits", txHash: null });
    expect(liquidator.operators).toBeNull();
    const dear = await fliq([...add(), "--max-gas-gwei", "0.1"]);
    expect(dear.code).toBe(0);
    expect(dear.stderr).toMatch(/^warning: gas costs \S+ gwei, the limit is 0\.1: nothing would be sent now\n$/);
    expect(await state()).toEqual(before);
  });

  it.each([
    [
      ["--add-operator", somebody, "--send"],
      signing,
      4,
      /may not change AaveV3Liquidator: its owner is 0x\w{40}; use the/,
    ],
    [["--add-operator", somebody, "--send"], {}, 1, /there is no key to sign with/],
    [["--pause", "--send", "--max-gas-gwei", "0.1"], owning, 4, /gas costs \S+ gwei, the limit is 0\.1/],
    [
      ["--add-market", NOBODY],
      {},
      4,
      /is no market that the address book has for AaveV3Liquidator, .* and \w+, and what is allowed gets approvals; add --unlisted/,
    ],
    [["--add-market", NOBODY, "--unlisted"], {}, 2, /not clear which liquidator is meant; say it with --protocol/],
    [
      ["--add-market", NOBODY, "--unlisted", "--protocol", "morpho"],
      {},
      4,
      /there is no contract at 0x\w{40} on devnet/,
    ],
    [
      ["--add-lender", "mian"],
      {},
      2,
      /the address book has no lender mian for .*; it has .*aave-v3:main, l2, .*sparklend; or write its address/,
    ],
  ] as const)("%j is refused in one sentence, and nothing is sent", async (args, env, code, sentence) => {
    const before = await nonce();
    const ended = await fliq(["allow", ...args], { env });
    expect(ended.code).toBe(code);
    expectSentence(ended, sentence);
    expect(ended.stderr).not.toContain(OWNERS_KEY.slice(2));
    expect(await nonce()).toBe(before);
  });

  it("is changed by its owner, shown so, and a second time there is nothing to send", async () => {
    const before = await nonce();
    const ended = await fliq([...add(), "--send"], { env: owning });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^(sent transaction 0x[0-9a-f]{64} nonce=\d+ call=set\w+\n){2}$/);
    expect(ended.stdout).toMatch(
      /\nChanged AaveV3Liquidator, and read back\n {2}bonus share: 50 % -> 60 %\n {4}block \d+, transaction 0x/,
    );
    expect(ended.stdout + ended.stderr).not.toContain(OWNERS_KEY.slice(2));
    expect(await nonce()).toBe(before + 2);
    expect(textOf(await fliq(["allow"]))).toMatch(new RegExp(`\\n {2}operator +${somebody} {2}allowed\\n`));
    expect(textOf(await fliq([...add(), "--send"]))).toMatch(/\nEverything is so already: nothing was sent\.\n$/);
    expect(await nonce()).toBe(before + 2);
  });

  it("stops liquidations at once", async () => {
    const liquidators = resultOf({
      ...(await fliq(["allow", "--pause", "--send", "--json"], { env: owning })),
      stderr: "",
    });
    for (const { paused, changes } of liquidators) {
      expect(paused).toBe(true);
      expect(changes).toMatchObject([{ setter: "setPaused", txHash: expect.stringMatching(/^0x/) }]);
    }
    const ended = await fliq(["liquidate", user("whale"), "--send"], { env: signing });
    expect(ended.code).toBe(4);
    expectSentence(ended, /the liquidator is paused/);
  });
});

describe("approving", () => {
  const approve = (...args: readonly string[]) => [
    "approve",
    ...["--protocol", "aave-v3", "--token", stage.chain.devnet.info.addresses.tokens.USDC],
    ...args,
  ];

  it("shows the call without a key, sends it with one, and says when it is so already", async () => {
    const dry = textOf(await fliq(approve("--amount", "12.5", "--from", OPERATOR)));
    expect(dry).toMatch(/\n {2}approved {2}0 USDC -> 12\.5 USDC\n/);
    expect(dry).toMatch(/\n {2}data +0x095ea7b3\w+\n\nDry run: nothing was sent\. Add --send/);
    const sent = await fliq(approve("--amount", "12.5", "--send", "--json"), { env: signing });
    expect(sent.stderr).toMatch(/^sent transaction 0x[0-9a-f]{64} nonce=\d+ call=approve\n$/);
    const result = resultOf({ ...sent, stderr: "" });
    expect(Object.keys(result).sort()).toEqual(documented("approve"));
    expect(result).toMatchObject({ before: "0", after: "12500000", sent: { txHash: expect.stringMatching(/^0x/) } });
    const again = textOf(await fliq(approve("--amount", "12.5"), { env: signing }));
    expect(again).toMatch(/\nIt is so already: nothing was sent\.\n$/);
    const revoked = await fliq(approve("--revoke", "--send"), { env: signing });
    expect(revoked.stdout).toMatch(/\n {2}approved +12\.5 USDC -> 0 USDC\n[\s\S]*\nApproved, and read back\.\n$/);
  });

  it.each([
    [["--amount", "1"], 2, /it is not known whose wallet is meant; pass --from/],
    [["--from", OPERATOR], 2, /say either how much, with --amount, or --revoke/],
    [["--from", OPERATOR, "--amount", "1", "--revoke"], 2, /say either how much/],
    [["--from", OPERATOR, "--amount", "1", "--send"], 2, /--from is for a dry run/],
    [["--from", OPERATOR, "--amount", "max"], 2, /--amount must be a decimal number/],
    [["--amount", "1", "--send"], 1, /there is no key to sign with/],
  ] as const)("%j is refused in one sentence", async (args, code, sentence) => {
    const ended = await fliq(approve(...args));
    expect(ended.code).toBe(code);
    expectSentence(ended, sentence);
  });
});
