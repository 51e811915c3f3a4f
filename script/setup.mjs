// What a fresh clone needs before anything runs: dependencies, compiled contracts, the state of the local chain.
// Plain Node on purpose: it runs before anything is installed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);

/** Everything. `contracts`: paths to compile; none means the whole project, tests included. */
export async function setUp({ contracts = [], quiet = false } = {}) {
  refuseOldNode();
  await installDependencies();
  // Independent of each other, one core each.
  await Promise.all([buildContracts(contracts, quiet), buildDevnet(quiet)]);
}

/** Runs `npm ci` when node_modules is missing or does not match the lockfile. */
export async function installDependencies() {
  if (isInstalled()) return;
  say("installing the dependencies (npm ci)");
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const env = { ...process.env, FLASH_LIQUIDATOR_SKIP_PREPARE: "1" };
  await run(command, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], { env });
}

export async function buildContracts(paths = [], quiet = false) {
  if (!quiet && !existsSync(join(ROOT, "out"))) say("compiling the contracts (forge build)");
  await run(forge(), ["build", ...paths], { hidden: true });
}

export async function buildDevnet(quiet = false) {
  if (!quiet && !existsSync(join(ROOT, ".cache", "devnet", "devnet.json"))) {
    say("building the local chain of real protocols (once, about half a minute)");
  }
  await run(process.execPath, ["--import", "tsx", "ts/devnet/build.ts"], { hidden: true });
}

/** forge's own binary: its npm wrapper only adds a process. */
export function forge() {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const name = process.platform === "win32" ? "forge.exe" : "forge";
  try {
    return require.resolve(`@foundry-rs/forge-${process.platform}-${arch}/bin/${name}`);
  } catch {
    return "forge";
  }
}

/** Runs a command in the checkout. `hidden`: its output is shown only if it fails. */
export function run(command, args, { env = process.env, hidden = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: hidden ? ["ignore", "pipe", "pipe"] : "inherit" });
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve(output);
      if (hidden) process.stderr.write(output);
      reject(new Error(`${[command.split("/").at(-1), ...args].join(" ")} ended with code ${code}`));
    });
  });
}

export function say(text) {
  process.stderr.write(`> ${text}\n`);
}

function isInstalled() {
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    return path === "" || optional || have[path]?.version === version;
  });
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node ${process.versions.node} is too old: 20.19 or later is needed`);
}
