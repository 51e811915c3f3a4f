import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createServer } from "node:net";
import { platform } from "node:os";
import type { Readable, Writable } from "node:stream";
import { anvilBinary } from "./anvil-binary.ts";

/** A running anvil. */
export interface AnvilNode {
  rpcUrl: string;
  /** Ends the process and resolves when it is gone. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * States of past blocks stay in memory: otherwise anvil writes them below the user's home, and leaves them there when it is
 * killed.
 */
const ON_NO_DISK = ["--max-persisted-states", "0"];

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * Becomes anvil (`exec`, so the child's id is anvil's), but first leaves a watcher behind that reads a pipe held open by
 * the parent. However the parent ends, even by SIGKILL, the pipe closes and the watcher ends anvil.
 */
const DIE_WITH_PARENT = 'exec 3<&0; (cat <&3; kill -9 $$) >/dev/null 2>&1 & exec "$0" "$@" 3<&- </dev/null';

/**
 * Starts anvil and waits until it answers.
 *
 * @param flags anvil's command line without `--port`
 * @param port fixed port; by default the system picks a free one
 * @throws when the port is taken, and when anvil ends before it answers (with what it printed)
 */
export async function startAnvil(flags: readonly string[], port = 0): Promise<AnvilNode> {
  if (port !== 0) await assertPortFree(port);
  const child = spawnWithParent(anvilBinary(), [...flags, ...ON_NO_DISK, "--port", String(port)]);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await gone;
  };
  try {
    const rpcUrl = `http://${await listeningAddress(child)}`;
    // Nobody reads anvil's log, and a full pipe would stall it: switch the log off. This is the first RPC answer too.
    await rpc(rpcUrl, "anvil_setLoggingEnabled", [false]);
    child.stdout.resume();
    child.stderr.resume();
    return { rpcUrl, stop };
  } catch (error) {
    child.kill("SIGKILL");
    await gone;
    throw error;
  }
}

/** One JSON-RPC call, for the moments when no viem client exists yet. */
async function rpc(url: string, method: string, params: unknown[]): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const body = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (body.error) throw new Error(`anvil refused ${method}: ${body.error.message}`);
  return body.result;
}

function spawnWithParent(binary: string, args: string[]): Child {
  const windows = platform() === "win32";
  const [command, commandArgs] = windows ? [binary, args] : ["/bin/sh", ["-c", DIE_WITH_PARENT, binary, ...args]];
  const child = spawn(command, commandArgs, { stdio: ["pipe", "pipe", "pipe"] });
  if (windows) process.once("exit", () => child.kill()); // no watcher there: only an orderly end of the parent is noticed
  child.stdin.on("error", () => undefined); // the pipe breaks when anvil ends first; nothing is ever written to it
  return child;
}

/** Waits for the address that anvil prints once its socket is bound. Unlike a port that answers, it cannot be another process. */
function listeningAddress(child: Child): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const listen = (chunk: Buffer) => {
      printed += chunk.toString("utf8");
      const address = /Listening on ([\d.]+:\d+)/.exec(printed)?.[1];
      if (!address) return;
      child.stdout.off("data", listen);
      child.stderr.off("data", listen);
      resolve(address);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", (cause) => reject(new Error("anvil could not be started; run `npm ci`", { cause })));
    child.once("close", (code, signal) =>
      reject(
        new Error(`anvil ended before it answered (${signal ?? `exit code ${code}`}): ${printed.trim().slice(-2000)}`),
      ),
    );
  });
}

function assertPortFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause) => reject(new Error(`port ${port} is taken; choose another or none`, { cause })));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve()));
  });
}
