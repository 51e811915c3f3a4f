/** `npm run vectors -- FILE`: checks a file of test vectors against this project's formulas. */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { decodeText } from "../core/data/decode-text.ts";
import { runVectors } from "./run.ts";
import { VECTOR_SCHEMA, type VectorFile, vectorFile } from "./schema.ts";

const USAGE = "Usage: npm run vectors -- FILE\nChecks the test vectors in FILE (JSON, schema liquidation-vectors/1).\n";

/** Exit codes: all passed; something failed; the command or the file cannot be used. */
const PASSED = 0;
const FAILED = 1;
const UNUSABLE = 2;

/** A file that cannot be run at all; the message says what to do. */
class UnusableFileError extends Error {
  override readonly name = "UnusableFileError";
}

function load(path: string): VectorFile {
  let text: string;
  try {
    text = decodeText(readFileSync(path));
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    throw new UnusableFileError(`cannot read ${path} (${code})`, { cause });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "unknown error";
    throw new UnusableFileError(`${path} is not JSON: ${why}`, { cause });
  }
  const parsed = vectorFile.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UnusableFileError(`${path} does not follow schema ${VECTOR_SCHEMA}:\n${z.prettifyError(parsed.error)}`);
}

function main(args: readonly string[]): number {
  const [path, ...rest] = args;
  if (path === "--help" || path === "-h") {
    process.stdout.write(USAGE);
    return PASSED;
  }
  if (path === undefined || rest.length > 0 || path.startsWith("-")) {
    const what = path === undefined ? "no file was named" : `one file is expected, not "${args.join(" ")}"`;
    process.stderr.write(`${what}\n${USAGE}`);
    return UNUSABLE;
  }
  const report = runVectors(load(path));
  for (const { id, message } of report.mismatches) process.stdout.write(`FAIL ${id}: ${message}\n`);
  for (const [kind, count] of report.skippedKinds) process.stdout.write(`skipped ${kind}: ${count}\n`);
  process.stdout.write(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped\n`);
  return report.failed === 0 ? PASSED : FAILED;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UnusableFileError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = UNUSABLE;
}
