import { PassThrough } from "node:stream";
import { CommanderError } from "commander";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { ConfigError, NothingToDo, RefusedError, RpcError } from "../core/errors/errors.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { reportFailure } from "./report-failure.ts";

const KEY = `0x${"ab".repeat(32)}`;

function report(error: unknown, { json = false, verbose = false, color = false } = {}) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const redactor = createRedactor();
  redactor.add(KEY);
  const code = reportFailure(error, { stdout, stderr, redactor, colors: pc.createColors(color), json, verbose });
  return { code, stdout: String(stdout.read() ?? ""), stderr: String(stderr.read() ?? "") };
}

describe("reportFailure", () => {
  it.each([
    [new ConfigError("the setting is wrong", { hint: "correct it" }), 1, "error: the setting is wrong; correct it\n"],
    [new NothingToDo("the position is healthy"), 3, "error: the position is healthy\n"],
    [new RefusedError("the profit is too small"), 4, "error: the profit is too small\n"],
    [new RpcError("timeout", "http://x did not answer", { retryable: true }), 1, "error: http://x did not answer\n"],
    [
      new CommanderError(1, "commander.unknownOption", "error: unknown option '--jsn'\n(Did you mean --json?)"),
      2,
      "error: unknown option '--jsn'; did you mean --json?\n",
    ],
    [Object.assign(new Error("The operation was aborted"), { name: "AbortError" }), 130, "error: interrupted\n"],
  ])("says in one sentence: %s", (error, code, stderr) => {
    expect(report(error)).toEqual({ code, stdout: "", stderr });
  });

  it("prints a document for programs, on standard output", () => {
    const error = new RefusedError("too little", {
      hint: "lower it",
      code: "profit-below-minimum",
      numbers: { profit: 5n },
    });
    expect(report(error, { json: true })).toEqual({
      code: 4,
      stdout:
        '{"ok":false,"error":{"code":"profit-below-minimum","message":"too little","hint":"lower it","numbers":{"profit":"5"}}}\n',
      stderr: "",
    });
  });

  it("owns up to a defect, without a stack", () => {
    const { code, stderr } = report(new TypeError("x is not a function"));
    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: unexpected failure: x is not a function; this is a defect: run it again with --verbose and report what it prints\n",
    );
    expect(report("a text").stderr).toContain("unexpected failure: a text");
    expect(report(undefined).code).toBe(1);
  });

  it("shows stacks and causes when asked to, without secrets", () => {
    const cause = new Error(`POST https://user:pw@rpc.example/v2/token failed for ${KEY}`);
    const { stderr } = report(new ConfigError("wrong", { cause }), { verbose: true });
    expect(stderr).toContain("report-failure.test.ts");
    expect(stderr).toContain("caused by: Error: POST https://rpc.example failed for [redacted]");
    expect(stderr).not.toMatch(/abab|pw@|token/);
  });

  it("shows causes that are no errors, and theirs", () => {
    const inner = new Error("innermost");
    const cause = { code: -32000, message: "header not found", cause: inner };
    const { stderr } = report(new ConfigError("wrong", { cause }), { verbose: true });
    expect(stderr).not.toContain("[object Object]");
    expect(stderr).toMatch(/caused by: \{[^}]*code: -32000[^}]*message: 'header not found'/);
    expect(stderr).toContain("caused by: Error: innermost");
  });

  it("does not call a file that may not be used a defect", () => {
    const error = Object.assign(new Error("EACCES: permission denied, mkdir '/x/.cache'"), {
      code: "EACCES",
      syscall: "mkdir",
      path: "/x/.cache",
    });
    expect(report(error)).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: cannot use /x/.cache: this user may not (EACCES on mkdir); check who owns it and its mode\n",
    });
  });

  it("keeps secrets, URLs and line breaks of a node out of the sentence", () => {
    const { stderr } = report(new ConfigError(`${KEY} at https://rpc.example/v2/token\nerror: forged\n`));
    expect(stderr).toBe("error: [redacted] at https://rpc.example error: forged\n");
  });

  it("is red on a terminal", () => {
    expect(report(new ConfigError("wrong"), { color: true }).stderr).toBe("\u001b[31merror:\u001b[39m wrong\n");
  });
});
