import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
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
  /** What it finds on standard input; absent: nothing. */
  readonly input?: string;
}

/** Nothing of this process's environment but where programs are found and where they may put what they need for a moment. */
function cleanEnv(home: string): NodeJS.ProcessEnv {
  const { PATH, TMPDIR } = process.env;
  return { PATH, TMPDIR, HOME: home };
}

/** Runs the real program in a process of its own. */
export function runFliq(args: readonly string[], { env = {}, cwd, input }: RunOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: { ...cleanEnv(cwd), ...env }, cwd, maxBuffer: 2 ** 26 };
    const child = execFile(process.execPath, [BIN, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr });
    });
    if (input !== undefined) child.stdin?.end(input);
  });
}

/** The program while it runs. */
export interface Running {
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Ctrl-C, or another signal; resolves when the program is gone. */
  interrupt(signal?: NodeJS.Signals): Promise<Ended>;
  /** Whether it, or anything that it started, is still there. */
  isRunning(): boolean;
  /** Ends it whatever it does, for a test that has failed. */
  kill(): void;
}

/** Starts the real program as {@link runFliq} does and leaves it running, in a process group of its own. */
export function startFliq(args: readonly string[], { env = {}, cwd }: RunOptions): Running {
  const options = { env: { ...cleanEnv(cwd), ...env }, cwd, detached: true };
  const child = spawn(process.execPath, [BIN, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      printed[name] += chunk;
    });
  }
  const closed = once(child, "close") as Promise<[number | null]>;
  const isRunning = () => {
    try {
      return process.kill(-child.pid!, 0);
    } catch {
      return false;
    }
  };
  return {
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    async interrupt(signal = "SIGINT") {
      child.kill(signal);
      const [code] = await closed;
      return { code: code ?? -1, ...printed };
    },
    isRunning,
    kill() {
      if (isRunning()) process.kill(-child.pid!, "SIGKILL");
    },
  };
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
