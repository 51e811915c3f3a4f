import { getContractAddress, type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LIQUIDATOR_NAMES } from "../core/names/names.ts";
import { result } from "../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { ask } from "../flow/testing/proxy.fixture.ts";
import { type Target, userOf } from "../protocols/target.ts";
import { KEY, resultOf, type Stage, setFallenStage, textOf } from "./e2e.fixture.ts";
import { expectSentence } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x000000000000000000000000000000000000dEaD";
/** A key without any money. */
const poorKey = { FLIQ_PRIVATE_KEY: `0x${"77".repeat(32)}` };
const signing = { FLIQ_PRIVATE_KEY: KEY };

let stage: Stage;
beforeAll(async () => {
  stage = await setFallenStage();
});
afterAll(() => stage?.clear());

const fliq: Stage["fliq"] = (...args) => stage.fliq(...args);
const user: Stage["user"] = (...args) => stage.user(...args);
const proxied: Stage["proxied"] = (...args) => stage.proxied(...args);
const state: Stage["state"] = () => stage.state();

describe.concurrent("one liquidation is planned and proven, without a deployed contract and without a key", () => {
  it("simulate refuses gas that is too dear as liquidate does, but not for what it cost on an old block", async () => {
    const dear = ["--max-gas-gwei", "0.1"];
    for (const command of ["simulate", "liquidate"]) {
      const ended = await fliq([command, user("reference"), ...dear]);
      expect(ended.code).toBe(4);
      expectSentence(ended, /gas costs \S+ gwei, the limit is 0\.1; wait, or raise --max-gas-gwei/);
    }
    const { block } = await state();
    resultOf(await fliq(["simulate", user("reference"), ...dear, "--block", String(block), "--json"]));
  });

  it("whoever a narrow table shows can be named as it shows him", async () => {
    const whole = user("reference");
    const text = `${whole.slice(0, 6)}…${whole.slice(-4)}`;
    const full = resultOf(await fliq(["inspect", whole, "--json"]));
    expect(resultOf(await fliq(["inspect", text, "--json"]))).toEqual(full);
    const { plan } = resultOf(await fliq(["simulate", text.replace("…", "..."), "--json"]));
    expect(userOf(plan.target)).toBe(whole);
    const { targets } = resultOf(await fliq(["targets", "--user", text, "--json"]));
    expect(targets.map(({ target }: { target: Target }) => userOf(target))).toEqual([whole]);
    expect(resultOf(await fliq(["liquidate", text, "--json"])).plan.target).toEqual(plan.target);
    const nobody = await fliq(["liquidate", "0x0000…0000", whole]);
    expect(nobody.code).toBe(2);
    expectSentence(nobody, /nobody who ever borrowed here is 0x0000…0000; give the whole address/);
  });

  it("inspect shows positions, health and the prices at which they fail", async () => {
    const [account] = resultOf(await fliq(["inspect", user("reference"), "--json"]));
    expect(account).toMatchObject({ status: { kind: "liquidatable" }, closeFactorBps: "5000" });
    expect(account.measure).toMatchObject({ kind: "health-factor", decimals: 18, threshold: String(10n ** 18n) });
    expect(BigInt(account.measure.value)).toBeLessThan(10n ** 18n);
    const text = textOf(await fliq(["inspect", user("reference")]));
    expect(text).toMatch(/health factor +0\.9749, can be liquidated/);
    expect(text).toMatch(/target +aave-v3\/0x[0-9a-f]{40}\/0x[0-9a-f]{40}\n +market +main, 0x\w{40}\n/);
    expect(text).toMatch(/WETH +10 WETH +\$2,600\.00 +82\.5 % +5 % +\$2,666\.67/);
    const morpho = textOf(await fliq(["inspect", user("broken-oracle", "morpho")]));
    expect(morpho).toMatch(/health factor +\?, refused: the market's oracle reverts/);
  });

  it("simulate proves the profit, on a fork as well, and says what else was possible", async () => {
    const { plan, simulation, alternatives } = resultOf(await fliq(["simulate", user("reference"), "--json"]));
    expect(simulation).toMatchObject({ ok: true, method: "eth_simulateV1", injected: true });
    const fork = resultOf(await fliq(["simulate", user("reference"), "--json", "--fork"]));
    expect(fork.simulation).toMatchObject({ ok: true, method: "fork", outcome: simulation.outcome });
    expect(fork.plan.onChain).toEqual(plan.onChain);
    expect(alternatives.length).toBeGreaterThan(2);
    const swapped = ["--tip-bps", "100", "--funding", "flash-swap", "--venue", "uniswap-v3"];
    const text = textOf(await fliq(["simulate", user("reference"), ...swapped]));
    expect(text).toMatch(/pay by +Uniswap V3 flash swap/);
    expect(text).toMatch(/tip +worth 4\.6\d+ USDC out of what is kept/);
    expect(text).toMatch(/\$467\.7[89] less \$4\.6\d tip and \$\d\.\d\d gas = \$46\d/);
    const lent = textOf(await fliq(["simulate", user("reference"), "--funding", "aave", "--venue", "uniswap-v3"]));
    // two lenders are two different lines, and the token between has a name
    expect(lent).toMatch(/\n +WETH .* USDC +aave l2 +(\d[\d.]* % )?WETH -/);
    expect(lent).toMatch(/\n +sell +\d[\d.]* % WETH -\[/);
    expect(lent).toMatch(/ % WETH -\[0\.3 %\]-> USDT -\[0\.01 %\]-> USDC on Uniswap V3/);
  });

  it("liquidate does everything but send", async () => {
    const before = await state();
    const dry = resultOf(await fliq(["liquidate", user("liquidatable", "morpho"), "--json"]));
    expect(dry).toMatchObject({ sent: false, submission: null, realised: null, simulation: { ok: true } });
    const text = textOf(await fliq(["liquidate", user("reference")]));
    expect(text).toMatch(
      /\nDry run: nothing was sent\. To send a plan like this one, add --send; what is missing for that:\n {2}a key: --keystore <file>, or FLIQ_PRIVATE_KEY\n {2}AaveV3Liquidator on devnet: fliq deploy\n$/,
    );
    const poor = resultOf(await fliq(["liquidate", user("reference"), "--json"], { env: poorKey }));
    expect(poor.missing.map(({ code }: { code: string }) => code)).toEqual(["not-deployed", "insufficient-funds"]);
    expect(poor.missing[1].message).toMatch(/^funds for gas: 0x\w{40} has 0 of the native token, and needs 0\.00\d+$/);
    expect(await state()).toEqual(before);
  });

  it("liquidate does not send to what is not there", async () => {
    const ended = await fliq(["liquidate", user("reference"), "--send"], { env: signing });
    expect(ended.code).toBe(1);
    expectSentence(ended, /AaveV3Liquidator is not deployed on devnet; deploy it with fliq deploy/);
  });

  it("simulate refuses what liquidate would refuse", async () => {
    const { url } = await proxied(async (call, response) => {
      if (call.method !== "eth_simulateV1") return false;
      const { result: blocks } = await ask(stage.chain.devnet.rpcUrl, call);
      const fourfold = ({ gasUsed, ...one }: { gasUsed: Hex }) => ({
        ...one,
        gasUsed: numberToHex(4n * BigInt(gasUsed)),
      });
      const dearer = (blocks as { calls: { gasUsed: Hex }[] }[]).map((one) => ({
        ...one,
        calls: one.calls.map(fourfold),
      }));
      result(response, call.id, dearer);
      return true;
    });
    const { plan, simulation } = resultOf(await fliq(["simulate", user("whale"), "--json"], { url }));
    const [planned, simulated] = [BigInt(plan.expected.netUsd), BigInt(simulation.netUsd)];
    // more gas than planned: a minimum between the two
    expect(simulated).toBeLessThan(planned);
    const usd = ((planned + simulated) / 2n).toString();
    const minimum = `${usd.slice(0, -8)}.${usd.slice(-8)}`;
    for (const command of ["simulate", "liquidate"]) {
      const ended = await fliq([command, user("whale"), "--min-profit", minimum], { url });
      expect(ended.code).toBe(4);
      expectSentence(ended, /by simulation the liquidation earns \$[\d,.]+ after gas, less than the minimum profit/);
    }
  });

  it("a market is taken by its name or by what tables show of its id, else the choice is shown", async () => {
    const who = user("liquidatable", "morpho");
    const [{ target }] = resultOf(await fliq(["inspect", who, "--protocol", "morpho", "--json"]));
    const { marketId } = target;
    for (const text of [`${marketId.slice(0, 6)}…${marketId.slice(-4)}`, marketId.slice(0, 12), marketId]) {
      const [found] = resultOf(await fliq(["inspect", who, "--market", text, "--json"]));
      expect(found.target.marketId).toBe(marketId);
    }
    const wrong = [
      [["--market", "prime"], /devnet has no market prime; it has main \(aave-v3\), l2 \(aave-v3\)/],
      [["--market", "main", "--protocol", "morpho"], /main is a market of aave-v3, and --protocol asks for morpho/],
      [
        ["--market", marketId, "--protocol", "aave-v3"],
        /is a market id: only markets of morpho have one, not asked for or not here/,
      ],
      [["--market", "0x1234…abcd"], /has never borrowed from the morpho market 0x1234…abcd; it borrowed from 0x\w{4}…/],
      [["--market", `0x${"12".repeat(32)}`], /has never borrowed from the morpho market 0x1212…1212; it borrowed from/],
    ] as const;
    for (const [args, sentence] of wrong) {
      const ended = await fliq(["simulate", who, ...args]);
      expect(ended.code).toBe(2);
      expectSentence(ended, sentence);
    }
  });

  it("a target is taken by the key that inspect shows", async () => {
    for (const [label, protocol, more] of [
      ["reference", "aave", []],
      ["liquidatable", "morpho", ["--funding", "callback"]],
    ] as const) {
      const who = user(label, protocol);
      const [{ key }] = resultOf(
        await fliq(["inspect", who, "--protocol", protocol === "aave" ? "aave-v3" : protocol, "--json"]),
      );
      const [found, ...others] = resultOf(await fliq(["inspect", "--target", key, "--json"]));
      expect([found.key, others]).toEqual([key, []]);
      const { plan, simulation } = resultOf(await fliq(["simulate", "--target", key, ...more, "--json"]));
      expect(simulation.ok).toBe(true);
      const byUser = resultOf(await fliq(["simulate", who, ...more, "--json"]));
      expect(plan.onChain).toEqual(byUser.plan.onChain);
      const dry = resultOf(await fliq(["liquidate", "--target", key, ...more, "--json"]));
      expect(dry).toMatchObject({ sent: false, submission: null, simulation: { ok: true } });
      expect(dry.plan.target).toEqual(found.target);
    }
    const nowhere = await fliq(["simulate", "--target", `aave-v3/${NOBODY}/${user("reference")}`]);
    expect(nowhere.code).toBe(2);
    expectSentence(nowhere, /devnet has no market 0x\w{40}; it has main, l2/);
    const misspelt = await fliq(["simulate", "--target", user("reference")]);
    expect(misspelt.code).toBe(2);
    expectSentence(misspelt, /"0x\w{40}" is no target; a target is protocol\/market\/account/);
  });

  it("deploy says where the contracts would be", async () => {
    const args = ["deploy", "--owner", stage.owner, "--receiver", stage.owner];
    const contracts = resultOf(await fliq([...args, "--json"], { env: signing }));
    const [seller, ...leaves] = contracts;
    expect(seller).toMatchObject({ contract: "Seller", sent: false, setup: null });
    expect(leaves.map(({ contract }: { contract: string }) => contract).sort()).toEqual([...LIQUIDATOR_NAMES].sort());
    for (const leaf of leaves)
      expect(leaf).toMatchObject({ sent: false, setup: { setup: { seller: seller.address } } });
    // the seller is at an address of its own, and takes the first nonce
    const from = privateKeyToAccount(KEY).address;
    const at = [...leaves.keys()].map((index) => getContractAddress({ from, nonce: BigInt(index + 1) }));
    expect(leaves.map(({ address }: { address: string }) => address)).toEqual(at);
    const keyless = await fliq(args);
    expect(keyless.code).toBe(1);
    expectSentence(keyless, /there is no key to sign with; .*, or for a dry run --from <address>/);
    // without a key the same comes out
    expect(resultOf(await fliq([...args, "--from", from, "--json"]))).toEqual(contracts);
    const both = await fliq([...args, "--from", from, "--send"], { env: signing });
    expect(both.code).toBe(2);
    expectSentence(both, /--from is for a dry run: with --send the key says who deploys; leave one out/);
  });
});

it("nothing was sent by all of these", async () => {
  expect((await stage.state()).nonce).toBe(0);
});
