/** `npm run vectors -- FILE`: checks a file of test vectors against this project's formulas. */
import { FliqError } from "../core/errors/errors.ts";
import { readRecords } from "../core/records/read-records.ts";
import { RECORD_SCHEMA } from "../core/records/record-file.ts";
import { runVectors } from "./run.ts";

const USAGE = `Usage: npm run vectors -- FILE\nChecks the test vectors in FILE (JSON, schema ${RECORD_SCHEMA}).\n`;

/** Exit codes: all passed; something failed; the command or the file cannot be used. */
const PASSED = 0;
const FAILED = 1;
const UNUSABLE = 2;

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
  const report = runVectors(readRecords(path, path));
  for (const { id, message } of report.mismatches) process.stdout.write(`FAIL ${id}: ${message}\n`);
  for (const [kind, count] of report.skippedKinds) process.stdout.write(`skipped ${kind}: ${count}\n`);
  process.stdout.write(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped\n`);
  return report.failed === 0 ? PASSED : FAILED;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof FliqError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = UNUSABLE;
}
