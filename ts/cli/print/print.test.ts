import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../core/redact.ts";
import { colorsFor } from "./colors.ts";
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
