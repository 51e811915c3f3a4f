import { afterEach, describe, expect, it } from "vitest";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { AggregatorQuote } from "../aggregator.ts";
import { askAggregators } from "../ask-aggregators.ts";
import { oneInch } from "../one-inch/index.ts";
import { oneInchAnswer, REQUEST } from "../testing/answers.fixture.ts";
import { type LocalApi, send, startApi } from "../testing/api.fixture.ts";
import { createPace } from "./pace.ts";

const KEY = "a-key-that-nobody-sees";
const servers: LocalApi[] = [];
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.close()))));

async function start(answer: Parameters<typeof startApi>[0]): Promise<LocalApi> {
  const server = await startApi(answer);
  servers.push(server);
  return server;
}

const client = (url: string, timeoutMs = 2_000) => oneInch({ url, key: KEY, timeoutMs, pace: createPace(0) });
const never = new AbortController().signal;

/** Milliseconds that it took, and what came of it. */
async function timed(work: () => Promise<AggregatorQuote>) {
  const start = performance.now();
  const answer = await work();
  expect(JSON.stringify(answer, String)).not.toContain(KEY);
  return { answer, took: performance.now() - start };
}

const unread = (message: string | RegExp) => ({
  ok: false,
  reason: { code: "aggregator-unread", message: expect.stringMatching(message) },
});

describe("an aggregator", () => {
  it("that was asked too often is asked again when it says", async () => {
    const server = await start((response, count) =>
      count === 1 ? send(response, {}, 429, { "retry-after": "0.3" }) : send(response, oneInchAnswer()),
    );
    const { answer, took } = await timed(() => client(server.url).quote(REQUEST, never));
    expect(answer.ok).toBe(true);
    expect(took).toBeGreaterThanOrEqual(290);
    expect(server.asked).toHaveLength(2);
  });

  it("that wants to be left alone for longer than there is time is left alone, by later questions too", async () => {
    const server = await start((response) => send(response, {}, 429, { "retry-after": "30" }));
    const one = client(server.url);
    for (let question = 0; question < 3; question++) {
      const { answer, took } = await timed(() => one.quote(REQUEST, never));
      expect(answer).toMatchObject(unread("limits the rate"));
      expect(took).toBeLessThan(1_000);
    }
    expect(server.asked).toHaveLength(1);
  });

  it.each(["Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-5", ""])(
    "that says %j instead of seconds is asked again after a pause of ours",
    async (said) => {
      const server = await start((response, count) =>
        count < 3 ? send(response, {}, 429, { "retry-after": said }) : send(response, oneInchAnswer()),
      );
      expect((await client(server.url).quote(REQUEST, never)).ok).toBe(true);
      expect(server.asked).toHaveLength(3);
    },
  );

  it("that stumbles is asked again, one that refuses is not", async () => {
    const stumbling = await start((response, count) =>
      count === 1 ? send(response, {}, 503) : send(response, oneInchAnswer()),
    );
    expect((await client(stumbling.url).quote(REQUEST, never)).ok).toBe(true);
    for (const status of [400, 401, 403, 404]) {
      const refusing = await start((response) => send(response, { description: KEY }, status));
      const { answer } = await timed(() => client(refusing.url).quote(REQUEST, never));
      expect(answer).toMatchObject(unread(`HTTP ${status}`));
      expect(refusing.asked).toHaveLength(1);
    }
  });

  it.each([
    ["does not answer", (): void => {}],
    ["stops in the middle", (response: Parameters<typeof send>[0]) => void response.writeHead(200).write('{"dst')],
    ["always stumbles", (response: Parameters<typeof send>[0]) => send(response, {}, 500)],
  ])("that %s is given up when the time is over", async (_, answer) => {
    const server = await start(answer);
    const { answer: said, took } = await timed(() => client(server.url, 600).quote(REQUEST, never));
    expect(said).toMatchObject(unread(/^127\.0\.0\.1:\d+ (did not answer in time|answered HTTP 500)$/));
    expect(took).toBeLessThan(1_500);
  });

  it.each([
    ["a page", "<html>busy</html>"],
    ["half an object", '{"dstAmount": "1"'],
    ["nothing", ""],
    ["too much", `"${"a".repeat(3 * 2 ** 20)}"`],
  ])("that answers with %s has said nothing", async (_, body) => {
    const server = await start((response) => send(response, body));
    expect(await client(server.url).quote(REQUEST, never)).toMatchObject(unread("no JSON|too much"));
    expect(server.asked).toHaveLength(1);
  });

  it("that sends elsewhere is not followed, for the key would be as well", async () => {
    const elsewhere = await start((response) => send(response, oneInchAnswer()));
    const server = await start((response) => send(response, "", 302, { location: `${elsewhere.url}/` }));
    expect(await client(server.url).quote(REQUEST, never)).toMatchObject(unread("HTTP 302"));
    expect(elsewhere.asked).toEqual([]);
  });

  it("that is not there is an answer too, and others are not kept waiting", async () => {
    const server = await start((response) => send(response, oneInchAnswer()));
    const answers = await askAggregators([client("http://127.0.0.1:1", 500), client(server.url)], REQUEST, never);
    expect(answers).toMatchObject([unread("could not be reached"), { ok: true }]);
    expect(await askAggregators([], REQUEST, never)).toEqual([]);
  });

  it("is nobody's concern once the user interrupts", async () => {
    const server = await start(() => {});
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(), 50);
    await expect(client(server.url).quote(REQUEST, interrupt.signal)).rejects.toBeInstanceOf(InterruptedError);
  });
});

describe("a pace", () => {
  it("gives turns an interval apart, and none that comes too late", () => {
    const pace = createPace(100, () => 1_000);
    expect([pace.turn(1_150), pace.turn(1_150), pace.turn(1_150), pace.turn(1_200)]).toEqual([
      1_000,
      1_100,
      null,
      1_200,
    ]);
    pace.pauseUntil(5_000);
    expect([pace.turn(4_999), pace.turn(5_000), pace.turn(6_000)]).toEqual([null, 5_000, 5_100]);
  });
});
