import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../core/errors/redact.ts";
import { REQUEST } from "../../core/rpc/ask-once.ts";
import { colorsFor } from "./colors.ts";
import { countRequests } from "./count-requests.ts";
import { toJson } from "./json.ts";
import { createLogger } from "./logger.ts";
import { createOutput } from "./output.ts";
import { createProgress } from "./progress.ts";
import { renderTable } from "./table.ts";

const KEY = `0x${"ab".repeat(32)}`;

function collector(isTTY = false) {
  let text = "";
  const stream = Object.assign(
    new Writable({
      write(chunk, _, done) {
        text += String(chunk);
        done();
      },
    }),
    { isTTY, columns: 80 },
  );
  return { stream, text: () => text };
}

describe("toJson", () => {
  it("writes integers of any size as decimal strings", () => {
    expect(toJson({ a: 2n ** 200n, b: [1n, { c: -1n }], d: new Map([["e", 1n]]), f: new Set([1n]) })).toBe(
      `{"a":"${2n ** 200n}","b":["1",{"c":"-1"}],"d":{"e":"1"},"f":["1"]}`,
    );
  });
});

describe("renderTable", () => {
  it("aligns columns and draws nothing", () => {
    const table = renderTable(
      [{ head: "token" }, { head: "amount", align: "right" }],
      [
        ["WETH", "1"],
        ["USDC", "1,000"],
      ],
    );
    expect(table).toBe(["token  amount", "WETH        1", "USDC    1,000"].join("\n"));
  });

  describe("on a terminal", () => {
    const columns = [
      { head: "user" },
      { head: "market", importance: 1 },
      { head: "net", align: "right" as const },
      { head: "pay by", importance: 2 },
    ];
    const rows = [["0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "aave-v3 main", "$1.00", "flash-swap"]];

    it.each([
      [80, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8  aave-v3 main  $1.00  flash-swap"],
      [60, "0x7099…79C8  aave-v3 main  $1.00  flash-swap"],
      [40, "0x7099…79C8  $1.00  flash-swap"],
      [20, "0x7099…79C8  $1.00"],
      // what is left has no lesser column
      [5, "0x7099…79C8  $1.00"],
    ])("of %d columns shortens addresses, then leaves out what matters least", (width, line) => {
      expect(renderTable(columns, rows, width).split("\n")[1]).toBe(line);
    });

    it("does not count colours", () => {
      const red = "\u001b[31mred\u001b[39m";
      expect(renderTable([{ head: "a" }, { head: "b", importance: 1 }], [[red, "x"]], 6)).toContain("x");
    });
  });

  it("shows its heads when it has no rows", () => {
    expect(renderTable([{ head: "a" }, { head: "b" }], [])).toBe("a  b");
  });
});

describe("createOutput", () => {
  it("prints text for people and one document for programs, both without secrets", () => {
    const redactor = createRedactor();
    redactor.add(KEY);
    for (const [json, expected] of [
      [false, "key [redacted] at https://rpc.example\n"],
      [true, '{"ok":true,"result":{"key":"[redacted]","url":"https://rpc.example","n":"5"}}\n'],
    ] as const) {
      const { stream, text } = collector();
      const data = { key: KEY, url: "https://rpc.example/v2/token", n: 5n };
      createOutput(stream, redactor, json).result(data, ({ key, url }) => `key ${key} at ${url}`);
      expect(text()).toBe(expected);
    }
  });
});

describe("createLogger", () => {
  function logger(verbose: boolean) {
    const redactor = createRedactor();
    redactor.add(KEY);
    const { stream, text } = collector();
    const colors = colorsFor(stream, {}, true);
    return { log: createLogger({ stream, redactor, colors, verbose }), text };
  }

  it("writes one line per message, with its fields and without secrets", () => {
    const { log, text } = logger(false);
    log.info("read", { accounts: 5, block: 7n, error: new Error("no\nway"), key: KEY });
    log.warn("slow endpoint https://rpc.example/v2/token\nerror: forged");
    log.debug("not shown");
    expect(text()).toBe(
      [
        'read accounts=5 block=7 error="no\\nway" key=[redacted]',
        "warning: slow endpoint https://rpc.example error: forged\n",
      ].join("\n"),
    );
  });

  it("shows debug lines when asked to", () => {
    const { log, text } = logger(true);
    log.debug("shown", { list: [1n] });
    expect(text()).toBe('debug: shown list=["1"]\n');
  });
});

describe("countRequests", () => {
  it("adds requests up by method instead of showing each", () => {
    const said: unknown[] = [];
    const note = (...line: unknown[]) => said.push(line);
    const { logger, show } = countRequests({ debug: note, info: note, warn: note });
    for (const method of ["eth_call", "eth_getLogs", "eth_call"]) logger.debug(REQUEST, { method });
    logger.debug("assessed", { accounts: 2 });
    show();
    show();
    expect(said).toEqual([
      ["assessed", { accounts: 2 }],
      ["requests", { eth_call: 2, eth_getLogs: 1 }],
    ]);
  });
});

describe("createProgress", () => {
  it("is silent off a terminal and when it is switched off", () => {
    for (const [isTTY, enabled] of [
      [false, true],
      [true, false],
    ] as const) {
      const { stream, text } = collector(isTTY);
      const progress = createProgress(stream, enabled);
      progress.show("connecting");
      progress.step(1, 2, "blocks");
      progress.clear();
      expect(text()).toBe("");
    }
  });

  it("shows what is being done on a terminal, and takes it away again", ({ onTestFinished }) => {
    // the spinner stays plain on a CI machine, whatever the stream says
    const { CI } = process.env;
    delete process.env.CI;
    onTestFinished(() => {
      if (CI !== undefined) process.env.CI = CI;
    });
    const stream = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 80,
      clearLine() {},
      cursorTo() {},
      moveCursor() {},
    });
    const progress = createProgress(stream, true);
    progress.step(1, 2, "blocks");
    progress.clear();
    progress.clear();
    const text = String(stream.read());
    expect(text).toContain("blocks 1/2");
    expect(text.endsWith("\u001b[?25h")).toBe(true);
  });
});

describe("colorsFor", () => {
  it.each([
    ["a terminal", true, {}, true, true],
    ["a pipe", false, {}, true, false],
    ["--no-color", true, {}, false, false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, true, false],
    ["a dumb terminal", true, { TERM: "dumb" }, true, false],
    ["FORCE_COLOR on a pipe", false, { FORCE_COLOR: "1" }, true, true],
    ["FORCE_COLOR=0", false, { FORCE_COLOR: "0" }, true, false],
  ])("on %s", (_, isTTY, env, wanted, coloured) => {
    const { stream } = collector(isTTY);
    expect(colorsFor(stream, env, wanted).red("x") !== "x").toBe(coloured);
  });
});
