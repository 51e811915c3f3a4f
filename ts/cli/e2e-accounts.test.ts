import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { result, rpcError } from "../core/rpc/local-server.fixture.ts";
import type { DevnetBorrower } from "../devnet/part.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { ask, type Intercept } from "../flow/testing/proxy.fixture.ts";
import { type Target, userOf } from "../protocols/target.ts";
import { resultOf, type Stage, setFallenStage, textOf } from "./e2e.fixture.ts";
import { expectSentence } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const NOBODY = "0x000000000000000000000000000000000000dEaD";

let stage: Stage;
beforeAll(async () => {
  stage = await setFallenStage();
});
afterAll(() => stage?.clear());

const fliq: Stage["fliq"] = (...args) => stage.fliq(...args);
const user: Stage["user"] = (...args) => stage.user(...args);
const proxied: Stage["proxied"] = (...args) => stage.proxied(...args);
/** How many have borrowed on the chain, or from one protocol of it. */
const count = (of: readonly DevnetBorrower[] = Object.values(stage.chain.devnet.info.borrowers).flat()) =>
  of.filter(({ debt }) => debt.length > 0).length;

describe.concurrent("whoever can be liquidated is shown, without a deployed contract and without a key", () => {
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
});

it("nothing was sent by all of these", async () => {
  expect((await stage.state()).nonce).toBe(0);
});
