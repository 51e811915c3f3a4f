import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";

const BIN = join(import.meta.dirname, "../../bin/fliq.mjs");

/** What one run of the program ended with. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Its home and working folder. */
  readonly cwd: string;
}

/** Runs the real program in a process of its own that sees nothing of this one's environment. */
export function runFliq(args: readonly string[], { env = {}, cwd }: RunOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, HOME: cwd, ...env }, cwd, maxBuffer: 2 ** 26 };
    execFile(process.execPath, [BIN, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

/** The run ended with one sentence for people and nothing else. */
export function expectSentence({ stdout, stderr }: Ended, sentence: RegExp): void {
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr).toMatch(sentence);
  expect(stdout).toBe("");
  expectNoTrace(stderr);
}

/** No stack, no path of this program, no request body. */
export function expectNoTrace(text: string): void {
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d|Request body|Version: viem|\[object|undefined|NaN/);
}
