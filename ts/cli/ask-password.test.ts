import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { InterruptedError } from "../core/errors/errors.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { passwordPrompt } from "./ask-password.ts";
import type { Host } from "./host.ts";

function terminal(isTTY = true) {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: (raw: boolean) => modes.push(raw) });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const controller = new AbortController();
  const host: Host = {
    env: {},
    cwd: "/",
    stdin,
    stdout: new PassThrough(),
    stderr,
    redactor: createRedactor(),
    signal: controller.signal,
  };
  return { stdin, stderr, modes, controller, ask: passwordPrompt(host) };
}

describe("passwordPrompt", () => {
  it("reads a line without showing it, and gives the terminal back", async () => {
    const { stdin, stderr, modes, ask } = terminal();
    const answer = ask!("Password: ");
    stdin.write("hunXY\u007f\u007fter2");
    stdin.write(" ü\r");
    expect(await answer).toBe("hunter2 ü");
    expect(String(stderr.read())).toBe("Password: \n");
    expect(modes).toEqual([true, false]);
  });

  it.each([
    ["Ctrl-C", (t: ReturnType<typeof terminal>) => t.stdin.write("hun\u0003")],
    ["a signal", (t: ReturnType<typeof terminal>) => t.controller.abort()],
  ])("ends on %s", async (_, interrupt) => {
    const t = terminal();
    const answer = t.ask!("Password: ");
    interrupt(t);
    await expect(answer).rejects.toThrow(InterruptedError);
    expect(t.modes).toEqual([true, false]);
  });

  it("does not ask where nobody is", () => {
    expect(terminal(false).ask).toBeNull();
  });
});
