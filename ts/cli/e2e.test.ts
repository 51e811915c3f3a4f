import { readFileSync } from "node:fs";
import { getContractAddress, type Hex, numberToHex, parseAbi } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { deploymentsFile } from "../chains/deployments.ts";
import { LIQUIDATOR_NAMES } from "../core/names/names.ts";
import { result, rpcError } from "../core/rpc/local-server.fixture.ts";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import type { DevnetBorrower } from "../devnet/part.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { sellerAddress } from "../flow/deploy/seller-address.ts";
import { ask, type Intercept } from "../flow/testing/proxy.fixture.ts";
import { type Target, userOf } from "../protocols/target.ts";
import { documented, KEY, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";
import { FAULTS, STRANGERS_KEY } from "./faults.fixture.ts";
import { expectNoTrace, expectSentence } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x000000000000000000000000000000000000dEaD";
/** A key without any money. */
const poorKey = { FLIQ_PRIVATE_KEY: `0x${"77".repeat(32)}` };
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
/** How many have borrowed on the chain, or from one protocol of it. */
const count = (of: readonly DevnetBorrower[] = Object.values(stage.chain.devnet.info.borrowers).flat()) =>
  of.filter(({ debt }) => debt.length > 0).length;

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

describe.concurrent("without a deployed contract and without a key", () => {
  it("targets lists who can be liquidated, best first", async () => {
    const { targets, unread, unvalued, accounts, matching } = resultOf(
      await fliq(["targets", "--limit", "200", "--json"]),
    );
    expect(targets).toHaveLength(matching);
    expect(targets.map(({ reason }: { reason: { code: string } | null }) => reason?.code ?? "liquidate")).toEqual(
      expect.arrayContaining(["liquidate", "below-min-profit"]),
    );
    const nets = targets.flatMap(({ plan }: { plan: { expected: { netUsd: string } } | null }) =>
      plan ? [BigInt(plan.expected.netUsd)] : [],
    );
    expect(nets).toEqual([...nets].sort((a: bigint, b: bigint) => (a > b ? -1 : 1)));
    expect(unread).toEqual([]);
    expect(unvalued.map(({ target }: { target: Target }) => userOf(target)).sort()).toEqual(
      [user("broken-oracle", "morpho"), user("broken-oracle-small", "morpho")].sort(),
    );
    expect(accounts).toBe(count());
  });

  it("targets says it to people, with what is not known", async () => {
    const text = textOf(await fliq(["targets", "--limit", "3"]));
    const lines = text.split("\n");
    expect(lines[0]).toMatch(/^user +market +health +debt +repay +seize +pay by +net +verdict$/);
    expect(lines[1]).toMatch(new RegExp(`^${user("whale")} +aave-v3 main +0\\.9749 .* liquidate$`));
    expect(text).toMatch(
      new RegExp(`\\n3 of \\d+ that match; looked at ${count()} accounts, one for each user and market\\.\\n`),
    );
    expect(text).toMatch(new RegExp(`\\n2 of ${count()} accounts cannot be valued:\\n {2}the market's oracle reverts`));
  });

  it("targets has nothing to do when everything was read and no account matches", async () => {
    const nobody = await fliq(["targets", "--user", NOBODY]);
    expect(nobody.code).toBe(3);
    expectSentence(
      nobody,
      new RegExp(`error: no account of ${NOBODY} matches; \\d+ looked at, one for each user and market`),
    );
    const none = await fliq(["targets", "--min-debt-usd", "1000000000", "--json"]);
    expect({ code: none.code, stderr: none.stderr }).toEqual({ code: 3, stderr: "" });
    expect(JSON.parse(none.stdout)).toMatchObject({
      ok: false,
      error: { code: "no-target", numbers: { accounts: count() } },
    });
    const healthy = await fliq(["targets", "--user", user("healthy")]);
    expect(healthy.code).toBe(3);
  });

  it("targets takes the limits of a plan", async () => {
    const { targets } = resultOf(await fliq(["targets", "--min-profit", "1000000", "--json"]));
    expect(targets.length).toBeGreaterThan(5);
    for (const { plan, reason } of targets) if (plan) expect(reason.code).toMatch(/^(below-min-profit|bonus-share)$/);
    const dear = await fliq(["targets", "--limit", "1", "--max-gas-gwei", "0.1"]);
    expect(dear.code).toBe(0);
    expect(dear.stderr).toMatch(/^warning: gas costs \S+ gwei, the limit is 0\.1: nothing would be sent now\n$/);
  });

  it("the depth that pools must have decides which are used, wherever something is planned", async () => {
    const who = user("reference");
    const simulated = async (depth: string) =>
      resultOf(await fliq(["simulate", who, "--min-pool-depth-usd", depth, "--json"]));
    const any = await simulated("0");
    expect((await simulated("1")).plan).toEqual(any.plan);
    const [refused, json] = await Promise.all([
      fliq(["simulate", who, "--min-pool-depth-usd", "1000000000"]),
      fliq(["simulate", who, "--min-pool-depth-usd", "1000000000", "--json"]),
    ]);
    expect([refused.code, json.code]).toEqual([4, 4]);
    expectSentence(refused, /has a pool with \$\S+ of what it pays out, less than .*; lower --min-pool-depth-usd/);
    const { error } = JSON.parse(json.stdout);
    expect(error).toMatchObject({ code: "pool-depth", numbers: { minPoolDepthUsd: "100000000000000000" } });
    // the depth that was found is one that is deep enough
    const usd = (units: string) => `${units.slice(0, -8)}.${units.slice(-8)}`;
    const { depthUsd, pool } = error.numbers;
    const { plan } = await simulated(usd(depthUsd));
    const used = plan.candidate.route.splits.flatMap(({ hops }: { hops: { pool: string }[] }) => hops);
    expect(used.map((hop: { pool: string }) => hop.pool)).toContain(pool);
    const more = await fliq(["simulate", who, "--min-pool-depth-usd", usd(String(BigInt(depthUsd) + 1n))]);
    expect(more.code).toBe(4);
    const { targets } = resultOf(
      await fliq(["targets", "--user", who, "--min-pool-depth-usd", "1000000000", "--json"]),
    );
    expect(targets).toMatchObject([{ plan: null, reason: { code: "pool-depth", numbers: { depthUsd, pool } } }]);
  });

  it("quote shows how an amount is best sold, in parts where that brings more", async () => {
    const large = resultOf(await fliq(["quote", "WETH", "250", "USDC", "--json"]));
    const parts = large.parts as { sold: string; received: string }[];
    expect(parts.length).toBeGreaterThan(1);
    const sum = (key: "sold" | "received") => parts.reduce((all, part) => all + BigInt(part[key]), 0n);
    expect([sum("sold"), sum("received")]).toEqual([250n * 10n ** 18n, BigInt(large.received)]);
    expect(BigInt(large.received)).toBeGreaterThan(BigInt(large.single.received));
    const single = resultOf(await fliq(["quote", "WETH", "250", "USDC", "--route", "single", "--json"]));
    expect([single.received, single.parts.length]).toEqual([large.single.received, 1]);
    const own = resultOf(await fliq(["quote", "WETH", "250", "USDC", "--venue", "uniswap-v3", "--json"]));
    expect(own.route.runner).toBe("leaf");
    const text = textOf(await fliq(["quote", "WETH", "250", "USDC"]));
    expect(text).toMatch(/^Quote\n +sell +250 WETH, worth \$650,000\.00\n +receive +[\d,.]+ USDC, worth \$/);
    expect(text).toMatch(/\n +one path +[\d,.]+ USDC, [\d,.]+ USDC less: WETH -\[/);
    expect(text).toMatch(/\nRoute\n +share +route +sold +received +price\n/);
  });

  it.each([
    [["quote", "WETH", "1", "WETH"], 2, /a token is not sold for itself/],
    [["quote", "WETH", "0", "USDC"], 2, /the amount must be above 0/],
    [["quote", "NOPE", "1", "USDC"], 2, /the token NOPE is none of /],
    [["quote", "WETH", "1", "USDC", "--venue", "nowhere"], 2, /--venue names no venue: "nowhere"; use /],
    [["quote", "WETH", "1", `0x${"12".repeat(20)}`], 2, /there is no token at 0x/],
  ])("refuses what it cannot quote: %j", async (args, code, words) => {
    const ended = await fliq(args);
    expect(ended.code).toBe(code);
    expectSentence(ended, words);
  });

  it("says that not everybody is found where logs are missing, and still shows the others", async () => {
    const hidden = user("reference").slice(2).toLowerCase();
    const { url } = await proxied(async (call, response) => {
      if (call.method !== "eth_getLogs") return false;
      const { result: logs } = await ask(stage.chain.devnet.rpcUrl, call);
      result(
        response,
        call.id,
        (logs as object[]).filter((log) => !JSON.stringify(log).includes(hidden)),
      );
      return true;
    });
    const lacking = ["targets", "--rescan"];
    const ended = await fliq(lacking, { url });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(
      /not everybody who owes is found, and others may be liquidatable:\n {2}aave-v3 \S+: [\d.]+ USDC, [\d.]+ % of all/,
    );
    expect(ended.stdout).toContain(user("mixed"));
    const json = await fliq([...lacking, "--json"], { url });
    expect(json.code).toBe(1);
    const { result: found } = JSON.parse(json.stdout);
    expect(found.gaps).toMatchObject([{ reason: { code: "debt-missing" }, tally: { token: { symbol: "USDC" } } }]);
    const nobody = await fliq([...lacking, "--min-debt-usd", "1000000000"], { url });
    expectSentence(nobody, /no account that was found matches, and not everybody who owes is found/);
    // the stored scan is doubted, and another endpoint mends it
    expect(resultOf(await fliq(["targets", "--json"])).gaps).toEqual([]);
  });

  describe("accounts that cannot be read", () => {
    const lensless: Intercept = ({ method, id, params }, response) => {
      const [call] = (params ?? []) as { to?: string }[];
      if (method !== "eth_call" || call?.to) return false;
      rpcError(response, id, -32000, "missing trie node 1234 (path ) state 0x00 is not available");
      return true;
    };
    /** Fails on the accounts of Aave alone. */
    const partly: Intercept = (call, response) => {
      const { main, l2 } = stage.chain.devnet.info.addresses.aave;
      const asked = JSON.stringify(call.params ?? []).toLowerCase();
      const isAave = [main, l2].some(({ pool }) => asked.includes(pool.slice(2).toLowerCase()));
      return isAave && lensless(call, response);
    };

    it("are a failure when there are no others, for targets and for inspect", async () => {
      const { url } = await proxied(lensless);
      const why =
        /: http:\S+ lacks the state of its newest blocks \(missing trie node 1234 [^;]*\); try again, or use another endpoint\n$/;
      for (const args of [["targets"], ["inspect", user("reference")], ["targets", "--user", user("reference")]]) {
        const ended = await fliq(args, { url });
        expect(ended.code).toBe(1);
        expectSentence(ended, why);
        if (args[0] === "targets") expect(ended.stderr).toMatch(/^error: none of the \d+ accounts could be read/);
        const json = await fliq([...args, "--json"], { url });
        expect(json.code).toBe(1);
        expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, error: { code: "market-unreadable" } });
      }
    });

    it("are said beside the others", async () => {
      const { url } = await proxied(partly);
      const onAave = count(stage.chain.devnet.info.borrowers.aave);
      const some = await fliq(["targets"], { url });
      // pools of Aave could not be asked as lenders either
      expect(some.code).toBe(1);
      expect(some.stdout).toMatch(/morpho .* liquidate\n/);
      expect(some.stdout).toMatch(
        new RegExp(
          `\\n${onAave} of ${count()} accounts could not be read, and may be liquidatable:\\n {2}http:\\S+ lacks the`,
        ),
      );
      const none = await fliq(["targets", "--min-debt-usd", "1000000000"], { url: (await proxied(partly)).url });
      expect(none.code).toBe(1);
      expectSentence(
        none,
        new RegExp(`none of the accounts that could be read matches, and ${onAave} of ${count()} could not be read: `),
      );
    });
  });

  it("targets that cannot be read are no empty result", async () => {
    const { url } = await proxied(({ method, params, id }, response) => {
      const [call] = (params ?? []) as { to?: string }[];
      if (method !== "eth_call" || call?.to) return false;
      rpcError(response, id, -32000, "execution aborted");
      return true;
    });
    const ended = await fliq(["targets"], { url });
    expect(ended.code).toBe(1);
    expectSentence(ended, new RegExp(`none of the ${count()} accounts could be read: .*execution aborted`));
  });

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
    expect(await stage.chain.client.getCode({ address: seller as Hex })).toMatch(/^0x60/);
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
