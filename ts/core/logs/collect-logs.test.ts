import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type CountedContext, contextOf } from "../../chains/context.fixture.ts";
import type { ChainBook } from "../chain-book.ts";
import type { Context } from "../context.ts";
import { collectLogs } from "./collect-logs.ts";
import { doubtLogs } from "./doubt-logs.ts";
import { EMITTER, type LogServer, type LogServerOptions, SEEN, startLogServer } from "./logs.fixture.ts";

const BOOK = { chainId: 7, name: "test" } as ChainBook;
const HEAD = 20_000n;
/** Blocks of an hour. */
const MARGIN = 300n;
/** A log every 10 blocks until block 19,990. */
const BLOCKS = Array.from({ length: 2_000 }, (_, index) => BigInt(index) * 10n);

let server: LogServer;
let cacheDir: string | undefined;
let blocks = BLOCKS;
let head = HEAD;
let history = "";
let logHead: bigint | undefined;
let isHonest = false;
let refuse: LogServerOptions["refuse"];
let refuseBlock: LogServerOptions["refuseBlock"];

afterEach(async () => {
  await server.close();
  [blocks, head, history, cacheDir] = [BLOCKS, HEAD, "", undefined];
  [refuse, refuseBlock, logHead, isHonest] = [undefined, undefined, undefined, false];
});

/** A new server over the same chain and the same cache folder, as a later run would meet. */
async function restart(): Promise<CountedContext> {
  await server?.close();
  server = await startLogServer({
    blocks,
    head,
    history: () => history,
    isHonest,
    ...(logHead !== undefined && { logHead }),
    ...(refuse && { refuse }),
    ...(refuseBlock && { refuseBlock }),
  });
  const config = { logChunkBlocks: 1_000n, concurrency: 2, ...(cacheDir === undefined ? {} : { cacheDir }) };
  const context = contextOf(server.url, BOOK, { config });
  cacheDir = context.config.cacheDir;
  return context;
}

const wanted = { address: EMITTER, events: [SEEN], fromBlock: 0n, toBlock: HEAD } as const;
const itemOf = ({ args }: { args: { amount: bigint } }) => `item ${args.amount}`;

async function collect(context: Context, toBlock = head, fromBlock = 0n) {
  return (await collectLogs(context, { ...wanted, fromBlock, toBlock, itemOf })).items;
}

const items = (count: number) => Array.from({ length: count }, (_, index) => `item ${index}`);
const cacheFile = () => {
  const [folder] = readdirSync(cacheDir!);
  const [file, ...others] = readdirSync(join(cacheDir!, folder!));
  expect(others).toEqual([]);
  return join(cacheDir!, folder!, file!);
};

describe("collectLogs", () => {
  it("finds every item once, in order, and asks again only for the end of the chain", async () => {
    expect(await collect(await restart())).toEqual(items(2_000));
    expect(await collect(await restart())).toEqual(items(2_000));
    expect(server.queries.map(({ from, to }) => [from, to])).toEqual([[HEAD - MARGIN + 1n, HEAD]]);
  });

  it("adds what a longer chain brings, also within the margin", async () => {
    blocks = BLOCKS.slice(0, 1_990);
    expect(await collect(await restart())).toHaveLength(1_990);
    blocks = [...BLOCKS, HEAD + 5n, HEAD + 7n];
    head = HEAD + 10n;
    expect(await collect(await restart())).toEqual(items(2_002));
  });

  it("leaves out what a shallow reorganisation took back", async () => {
    await collect(await restart());
    blocks = BLOCKS.filter((block) => block < HEAD - 100n);
    expect(await collect(await restart())).toEqual(items(blocks.length));
  });

  it("starts over on a chain with another past, even if it has the same first block", async () => {
    await collect(await restart());
    blocks = BLOCKS.map((block) => block + 1n);
    history = "restarted ";
    const first = await restart();
    expect(await collect(first)).toEqual(items(2_000));
    expect(server.queries[0]).toMatchObject({ from: 0n });
  });

  it("starts over when the file is damaged", async () => {
    await collect(await restart());
    const file = cacheFile();
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 400));
    expect(await collect(await restart())).toEqual(items(2_000));
    expect(server.queries[0]).toMatchObject({ from: 0n });
  });

  it("starts over when earlier blocks are asked for than were scanned", async () => {
    expect(await collect(await restart(), HEAD, 10_000n)).toHaveLength(1_000);
    expect(await collect(await restart())).toEqual(items(2_000));
  });

  it("says nothing of items that were first found after the block that is asked for", async () => {
    await collect(await restart());
    expect(await collect(await restart(), 999n)).toEqual(items(100));
    expect(server.queries).toHaveLength(0);
  });

  it("keeps its progress when the scan fails", async () => {
    refuse = ({ to }) => (to > 12_000n ? { status: 401 } : null);
    await expect(collect(await restart())).rejects.toMatchObject({ failure: "node-error" });
    refuse = undefined;
    expect(await collect(await restart())).toEqual(items(2_000));
    expect(server.queries[0]).toMatchObject({ from: 12_000n });
  });

  it.each([{ status: 503 }, { code: -32000, message: "header not found" }])(
    "keeps what is stored when its last block cannot be read: %o",
    async (refusal) => {
      await collect(await restart());
      const before = readFileSync(cacheFile(), "utf8");
      refuseBlock = () => refusal;
      await expect(collect(await restart())).rejects.toMatchObject({
        failure: "node-error",
        retryable: true,
        message: expect.stringContaining(`block ${HEAD - MARGIN} cannot be read`),
      });
      expect(server.queries).toEqual([]);
      expect(readFileSync(cacheFile(), "utf8")).toBe(before);
      refuseBlock = undefined;
      expect(await collect(await restart())).toEqual(items(2_000));
      expect(server.queries).toHaveLength(1);
    },
  );

  it("is not misled by an endpoint that lacks the block with which the stored scan ends", async () => {
    await collect(await restart());
    const before = readFileSync(cacheFile(), "utf8");
    head = HEAD - 5_000n;
    // it has what is asked for and no more: that is no contradiction, and proves nothing
    expect(await collect(await restart(), head)).toEqual(items(1_501));
    expect(server.queries[0]).toMatchObject({ from: 0n });
    await expect(collect(await restart(), HEAD)).rejects.toMatchObject({ failure: "node-error" });
    expect(readFileSync(cacheFile(), "utf8")).toBe(before);
  });

  it("does not replace a scan that another process has taken further meanwhile", async () => {
    await collect(await restart());
    const file = cacheFile();
    const further = readFileSync(file, "utf8");
    rmSync(file);
    const overtaken = () => {
      writeFileSync(file, further);
      return "item";
    };
    await collectLogs(await restart(), { ...wanted, toBlock: 9_999n, itemOf: overtaken });
    expect(readFileSync(file, "utf8")).toBe(further);
  });

  it("replaces a longer scan of another history as soon as it has something", async () => {
    await collect(await restart());
    history = "restarted ";
    refuse = ({ to }) => (to > 12_000n ? { status: 401 } : null);
    await expect(collect(await restart())).rejects.toMatchObject({ failure: "node-error" });
    refuse = undefined;
    expect(await collect(await restart())).toEqual(items(2_000));
    expect(server.queries[0]).toMatchObject({ from: 12_000n });
  });

  it("works without a folder that it can write to, and says that it was slow for nothing", async () => {
    const context = await restart();
    writeFileSync(join(cacheDir!, "file"), "");
    const blocked = { ...context, config: { ...context.config, cacheDir: join(cacheDir!, "file") } };
    expect(await collect(blocked)).toEqual(items(2_000));
    expect(context.warnings).toEqual(["progress of the log scan was not stored"]);
  });

  it("keeps chains apart", async () => {
    await collect(await restart());
    const other = await restart();
    expect(await collect({ ...other, book: { ...BOOK, chainId: 8 } })).toEqual(items(2_000));
    expect(server.queries[0]).toMatchObject({ from: 0n });
  });
});

describe("logs that come late", () => {
  it("are found by a later scan within the hour, however many blocks that is", async () => {
    blocks = BLOCKS.filter((block) => block <= HEAD - MARGIN + 1n);
    head = HEAD - 5n;
    expect(await collect(await restart())).toHaveLength(blocks.length);
    blocks = BLOCKS;
    head = HEAD;
    expect(await collect(await restart())).toEqual(items(2_000));
  });

  it.each([false, true])("are told of, and nothing is stored (by an error for the block: %s)", async (honest) => {
    [logHead, isHonest] = [HEAD - 1_000n, honest];
    const context = await restart();
    const { path, ...found } = await collectLogs(context, { ...wanted, itemOf });
    expect(found.items).toHaveLength(1_901);
    expect(found.late).toMatchObject({ code: "late-logs", retryable: true });
    expect(context.warnings).toEqual([
      expect.stringMatching(
        /^the endpoint's logs end before block 19990, which it has: what happened lately may be missing$/,
      ),
    ]);
    expect(existsSync(path)).toBe(false);
    logHead = undefined;
    expect(await collect(await restart())).toEqual(items(2_000));
  });

  it("are no matter while the newest blocks have none", async () => {
    blocks = BLOCKS.filter((block) => block < HEAD - 100n);
    const context = await restart();
    expect((await collectLogs(context, { ...wanted, itemOf })).late).toBeNull();
    expect(context.warnings).toEqual([]);
  });
});

describe("a scan that lacks something", () => {
  it("is made anew, with what was found in it", async () => {
    const truth = blocks;
    blocks = BLOCKS.filter((block) => block < 5_000n || block > 9_000n);
    const { path } = await collectLogs(await restart(), { ...wanted, itemOf: ({ blockNumber }) => `${blockNumber}` });
    await doubtLogs(await restart(), path);
    // another part is missing now
    blocks = truth.filter((block) => block > 1_000n);
    const again = await restart();
    const found = await collectLogs(again, { ...wanted, itemOf: ({ blockNumber }) => `${blockNumber}` });
    expect([...found.items].sort()).toEqual(truth.map(String).sort());
    expect(server.queries[0]).toMatchObject({ from: 0n });
    // and is no longer doubted
    expect(await collectLogs(await restart(), { ...wanted, itemOf: String })).toMatchObject({ path });
    expect(server.queries[0]).toMatchObject({ from: HEAD - MARGIN + 1n });
  });

  it("is forgotten where that is asked for, also when the new one ends earlier", async () => {
    await collect(await restart());
    blocks = BLOCKS.filter((block) => block > 100n);
    refuse = ({ to }) => (to > 12_000n ? { status: 401 } : null);
    const failing = collectLogs(await restart(), { ...wanted, anew: true, itemOf });
    await expect(failing).rejects.toMatchObject({ failure: "node-error" });
    refuse = undefined;
    expect(await collect(await restart())).toHaveLength(blocks.length);
    expect(server.queries[0]).toMatchObject({ from: 12_000n });
  });
});
