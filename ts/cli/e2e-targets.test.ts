import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { creationCode } from "../core/lens/artifact.ts";
import { rpcError } from "../core/rpc/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { resultOf, type Stage, setStage } from "./e2e.fixture.ts";
import { expectSentence } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  expect((await stage.fliq(["devnet", "price", "WETH", "2600"])).code).toBe(0);
});
afterAll(() => stage?.clear());

const usersOf = ({ targets }: { targets: { target: { subject: { user: string } } }[] }) =>
  new Set(targets.map(({ target }) => target.subject.user));

describe("targets of a list", () => {
  const listed = () => [stage.user("reference"), stage.user("whale")];
  const list = () => `# who owes\nuser,debt\n${listed().join(",1\n")},2\n`;

  it("is read from a file, by a path from the working folder", async () => {
    writeFileSync(join(stage.folder, "list.csv"), list());
    const ended = await stage.fliq(["targets", "--borrowers", "list.csv", "--json"]);
    expect(ended.stderr).toMatch(/^(warning: not in the list: [^\n]+\n)+$/);
    expect(usersOf(resultOf({ ...ended, stderr: "" }))).toEqual(new Set(listed()));
  });

  it("is read from standard input", async () => {
    const ended = await stage.fliq(["targets", "--borrowers", "-", "--json"], { input: list() });
    expect(usersOf(resultOf({ ...ended, stderr: "" }))).toEqual(new Set(listed()));
    const empty = await stage.fliq(["targets", "--borrowers", "-"], { input: "" });
    expect(empty.code).toBe(1);
    expectSentence(empty, /standard input names no account; give one address a line/);
  });

  it("is an error when the file is not there or has something else, and nobody is looked for instead", async () => {
    const missing = await stage.fliq(["targets", "--borrowers", "missing.csv"]);
    expect(missing.code).toBe(1);
    expectSentence(missing, /missing\.csv/);
    writeFileSync(join(stage.folder, "wrong.csv"), "0x1234\n");
    const wrong = await stage.fliq(["targets", "--borrowers", "wrong.csv"]);
    expect(wrong.code).toBe(1);
    expectSentence(wrong, /names an account that is no address: "0x1234"/);
  });

  it.each([
    [404, "gone", /^error: http:\/\/127\.0\.0\.1:\d+ [^\n]*404/],
    [200, "{}", /answered something else than a JSON array of accounts/],
    [200, "<html>", /answered something else than JSON/],
  ])(
    "is an error when the URL answers %i with %j, and what the URL holds is not repeated",
    async (status, body, said) => {
      const server = createServer((_, response) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(body);
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      stage.closeLater({ close: async () => void server.close() });
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const ended = await stage.fliq(["targets", "--verbose", "--borrowers", `${url}/secret-part?key=hidden`]);
      expect(ended.code).toBe(1);
      expect(ended.stdout).toBe("");
      expect(ended.stderr).toMatch(said.source.startsWith("^") ? new RegExp(said.source, "m") : said);
      expect(ended.stderr).not.toMatch(/secret-part|hidden/);
    },
  );
});

describe("targets that cannot be asked about", () => {
  it("are shown with the reason, and the exit code says that something is not known", async () => {
    const states = creationCode("UniswapV3States").slice(2, 400).toLowerCase();
    const proxy = await stage.proxied((call, response) => {
      const [{ data = "" } = {}] = (call.params ?? []) as { data?: string }[];
      if (call.method !== "eth_call" || !data.toLowerCase().includes(states)) return false;
      rpcError(response, call.id, -32005, "daily request count exceeded");
      return true;
    });
    expect((await stage.fliq(["targets", "--json"])).code).toBe(0);
    for (const more of [[], ["--limit", "1"]]) {
      const ended = await stage.fliq(["targets", "--json", ...more], { url: proxy.url });
      expect(ended.code).toBe(1);
      const { ok, result } = JSON.parse(ended.stdout);
      expect(ok).toBe(true);
      expect(result.targets.length).toBeGreaterThan(0);
      expect(result.gaps).toEqual([]);
      if (more.length === 0) {
        const codes = result.targets.map(({ reason }: { reason: { code: string } | null }) => reason?.code);
        expect(codes).toContain("pool-unread");
      }
    }
  });
});
