import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Abi, Hex } from "viem";
import { collectSources, type Remappings } from "./collect-sources.ts";
import { type ReadSource, readBelow } from "./read-source.ts";

/** Where in the bytecode a library's address belongs: source file, library, byte offsets. */
export type LinkReferences = Record<string, Record<string, { start: number; length: number }[]>>;

/** A compiled contract. `bytecode` is creation code that may still miss the addresses of libraries. */
export interface Artifact {
  abi: Abi;
  bytecode: Hex;
  linkReferences: LinkReferences;
}

export type Artifacts = Record<string, Artifact>;

/** One run of one compiler. */
export interface CompileJob {
  /** npm package of the compiler. */
  compiler: string;
  /** Contract name to the file that defines it; only these come back. */
  contracts: Readonly<Record<string, string>>;
  remappings: Remappings;
  settings: { optimizerRuns: number; evmVersion: string; viaIR: boolean };
}

interface SolcOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, SolcContract>>;
}

interface SolcContract {
  abi: Abi;
  evm: { bytecode: { object: string; linkReferences: LinkReferences } };
}

/** The standard JSON that a job gives its compiler: all that decides what comes out, but for the compiler itself. */
export async function compileRequest(read: ReadSource, job: CompileJob): Promise<string> {
  const sources = await collectSources(read, [...new Set(Object.values(job.contracts))], job.remappings);
  const outputSelection: Record<string, Record<string, string[]>> = {};
  for (const [contract, file] of Object.entries(job.contracts)) {
    outputSelection[file] = { ...outputSelection[file], [contract]: ["abi", "evm.bytecode"] };
  }
  return JSON.stringify({
    language: "Solidity",
    sources,
    settings: {
      remappings: Object.entries(job.remappings).map(([prefix, folder]) => `${prefix}=${folder}`),
      optimizer: { enabled: true, runs: job.settings.optimizerRuns },
      evmVersion: job.settings.evmVersion,
      viaIR: job.settings.viaIR,
      metadata: { bytecodeHash: "none" },
      outputSelection,
    },
  });
}

/**
 * Compiles contracts out of npm packages in a child process.
 *
 * @param root folder that holds `node_modules`
 * @throws with the compiler's messages when a source does not compile
 */
export async function compile(root: string, job: CompileJob): Promise<Artifacts> {
  const request = await compileRequest(readBelow(root), job);
  const output = JSON.parse(await runCompiler(job.compiler, request)) as SolcOutput;
  const errors = (output.errors ?? []).filter((entry) => entry.severity === "error");
  if (errors.length > 0) throw new Error(errors.map((entry) => entry.formattedMessage).join("\n"));
  return Object.fromEntries(
    Object.entries(job.contracts).map(([contract, file]) => {
      const found = output.contracts?.[file]?.[contract];
      if (!found) throw new Error(`${file} has no contract ${contract}`);
      const { object, linkReferences } = found.evm.bytecode;
      return [contract, { abi: found.abi, bytecode: `0x${object}` as Hex, linkReferences }];
    }),
  );
}

function runCompiler(compiler: string, request: string): Promise<string> {
  const worker = fileURLToPath(new URL("./solc-worker.cjs", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [worker, compiler], { stdio: ["pipe", "pipe", "pipe"] });
    const answer: Buffer[] = [];
    const complaint: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => answer.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaint.push(chunk));
    child.stdin.on("error", () => undefined); // a dead compiler is reported by its exit code
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(answer).toString("utf8"));
      else reject(new Error(`${compiler} exited with ${code}: ${Buffer.concat(complaint).toString("utf8")}`));
    });
    child.stdin.end(request);
  });
}
