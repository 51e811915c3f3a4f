import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getAddress, toHex } from "viem";
import { afterEach, describe, expect, it } from "vitest";
import { reply } from "../rpc/local-server.fixture.ts";
import { type FetchBorrowers, fetchBorrowers } from "./fetch-borrowers.ts";

const account = (index: number) => toHex(index + 1, { size: 20 });
const QUERY = "query($first: Int, $lastId: ID) { users(first: $first, orderBy: id, where: {id_gt: $lastId}) { id } }";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

interface Asked {
  readonly method: string | undefined;
  readonly body: { readonly query?: string; readonly variables?: { readonly first: number; readonly lastId: string } };
}

/** A list server, and what it was asked. */
async function serve(answer: (response: ServerResponse, asked: Asked, count: number) => void) {
  const all: Asked[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const asked = { method: request.method, body: body === "" ? {} : JSON.parse(body) };
    all.push(asked);
    answer(response, asked, all.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo;
  const get = (changes: Partial<FetchBorrowers> = {}) =>
    fetchBorrowers({
      url: `http://127.0.0.1:${port}/key/SECRET`,
      query: null,
      timeoutMs: 2_000,
      retries: 2,
      signal: new AbortController().signal,
      pauseMs: 1,
      ...changes,
    });
  return { all, get };
}

describe("borrowers at an URL", () => {
  it("are a JSON array", async () => {
    const { all, get } = await serve((response) => reply(response, 200, [account(0), { id: account(1) }, account(0)]));
    expect(await get()).toEqual([account(0), account(1)].map((one) => getAddress(one)));
    expect(all.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("are the pages of a query, each after the last id of the one before", async () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => ({
      id: `${account(index)}-1`,
      user: { id: account(index) },
    }));
    const { all, get } = await serve((response, { body: { variables } }) => {
      const page = rows.filter(({ id }) => id > variables!.lastId).slice(0, variables!.first);
      reply(response, 200, { data: { positions: page } });
    });
    expect(await get({ query: QUERY })).toHaveLength(2_500);
    expect(all.map(({ body }) => body.variables!.lastId)).toEqual(["", rows[999]!.id, rows[1_999]!.id]);
  });

  it("are one page where the query has no cursor", async () => {
    const { all, get } = await serve((response) => reply(response, 200, { data: { users: [{ id: account(4) }] } }));
    expect(await get({ query: "{ users { id } }" })).toEqual([getAddress(account(4))]);
    expect(all[0]!.body).toEqual({ query: "{ users { id } }" });
  });

  it("are asked for again where the server is busy, or too late once", async () => {
    const { all, get } = await serve((response, _, count) => {
      if (count === 1) reply(response, 429, "slow down", { "retry-after": "0.01" });
      else if (count > 2) reply(response, 200, [account(0)]);
    });
    expect(await get({ timeoutMs: 200 })).toHaveLength(1);
    expect(all).toHaveLength(3);
  });

  it.each([
    ["busy for good", 429, "slow down", "rpc-rate-limited", 3],
    ["broken for good", 502, "bad gateway", "rpc-http-status", 3],
    ["closed", 403, "no", "rpc-unauthorized", 1],
    ["a web page", 200, "<html></html>", "rpc-node-error", 1],
    ["another shape", 200, { users: [] }, "rpc-node-error", 1],
    ["a list of something else", 200, [{ name: "x" }], "rpc-node-error", 1],
  ])("are refused when the server is %s", async (_, status, body, code, count) => {
    const { all, get } = await serve((response) => reply(response, status, body));
    const failure = await get().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(String(failure)).not.toContain("SECRET");
    expect(all).toHaveLength(count);
  });

  it.each([
    ["errors", { errors: [{ message: "no such field" }], data: { users: [] } }, /refuses the query: no such field/],
    ["nothing", { data: null }, /one list of accounts under data/],
    ["two lists", { data: { users: [], others: [] } }, /one list of accounts under data/],
    ["rows without an account", { data: { users: [{ id: "7" }] } }, /one list of accounts under data/],
    [
      "the same page for ever",
      { data: { users: Array.from({ length: 1_000 }, () => account(0)) } },
      /in the order of an id/,
    ],
  ])("are refused when a query is answered with %s", async (_, body, message) => {
    const { get } = await serve((response) => reply(response, 200, body));
    await expect(get({ query: QUERY })).rejects.toThrow(message);
  });

  it("are refused when they never come, and are not waited for after an interruption", async () => {
    const { get } = await serve(() => undefined);
    await expect(get({ timeoutMs: 50, retries: 0 })).rejects.toMatchObject({ failure: "timeout", retryable: true });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(get({ signal: controller.signal })).rejects.toMatchObject({ code: "interrupted" });
  });
});
