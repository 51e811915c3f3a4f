// `npm test`: every runner, then one line that adds them up.
// `npm run test:deep` is the same with the longer fuzz, invariant and random runs of the profile "deep".
import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ownTemporaryFolder } from "./own-temporary-folder.mjs";
import { forge, ROOT, setUp } from "./setup.mjs";

const VITEST_REPORT = join(ROOT, ".cache", "vitest.json");
/** What tells both runners how long to run. */
const PROFILE = process.argv.includes("--deep") ? { FOUNDRY_PROFILE: "deep" } : {};

await setUp();
const devnet = await startDevnet();
const total = { passed: 0, failed: 0, skipped: 0 };
try {
  add(await runForge(devnet.url));
  add(await runVitest());
} finally {
  await devnet.stop();
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

async function runForge(url) {
  const temporary = ownTemporaryFolder();
  const env = {
    ...process.env,
    ...temporary.env,
    DEVNET_RPC_URL: url,
    ...PROFILE,
    // Gas and sizes must be what is committed.
    FORGE_SNAPSHOT_CHECK: "true",
  };
  const { code, output } = await runShown(forge(), ["test"], env).finally(() => temporary.close());
  const summary = /(\d+) tests passed, (\d+) failed, (\d+) skipped \(\d+ total tests\)\s*$/m.exec(lastSummary(output));
  if (!summary) return { passed: 0, failed: 1, skipped: 0 };
  const [passed, failed, skipped] = summary.slice(1).map(Number);
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

function lastSummary(output) {
  return output.split("\n").findLast((line) => /^Ran \d+ test suites? in /.test(line)) ?? "";
}

async function runVitest() {
  rmSync(VITEST_REPORT, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  const { code } = await runShown(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reporters], {
    ...process.env,
    ...PROFILE,
  });
  try {
    const report = JSON.parse(readFileSync(VITEST_REPORT, "utf8"));
    const failed = report.numFailedTests + report.testResults.filter(isBrokenFile).length;
    const skipped = report.numPendingTests + report.numTodoTests;
    return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** A file that failed before any of its tests could. */
function isBrokenFile({ status, assertionResults }) {
  return status === "failed" && assertionResults.every((one) => one.status !== "failed");
}

/** Runs a command and shows what it prints, as it prints it. */
function runShown(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
      process.stdout.write(chunk);
    });
    child.stderr.on("data", (chunk) => process.stderr.write(chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: stripVTControlCharacters(output) }));
  });
}

/** The chain that the fork tests fork. */
async function startDevnet() {
  const port = await freePort();
  const child = spawn(process.execPath, ["bin/fliq.mjs", "devnet", "--json", "--port", String(port)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "ignore"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("close", (code) => reject(new Error(`the local chain ended with code ${code}`)));
  });
  const gone = new Promise((resolve) => child.once("close", resolve));
  const stop = () => {
    child.kill("SIGINT");
    return gone;
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
