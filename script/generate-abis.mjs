#!/usr/bin/env node
// Writes ts/generated/<Name>.ts, one typed ABI per contract that the TypeScript calls, from forge's out/.
//   node script/generate-abis.mjs           writes them
//   node script/generate-abis.mjs --check   writes nothing, exits 1 when one is missing or stale
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const CONTRACTS = ["FlashLiquidator", ...["protocols", "seller", "lens"].flatMap(deployableIn)];

const check = process.argv.includes("--check");
const stale = [];
for (const name of CONTRACTS) {
  const target = join(ROOT, "ts", "generated", `${name}.ts`);
  const text = moduleOf(name, artifactOf(name).abi);
  if (existsSync(target) && readFileSync(target, "utf8") === text) continue;
  stale.push(name);
  if (check) continue;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

if (check && stale.length > 0) {
  console.error(`stale ABIs: ${stale.join(", ")}; run \`node script/generate-abis.mjs\``);
  process.exit(1);
}
console.log(check ? `${CONTRACTS.length} ABIs are up to date` : `${stale.length} of ${CONTRACTS.length} ABIs written`);

/** Contracts of a folder that have code and functions of their own: no interfaces, no libraries. */
function deployableIn(folder) {
  const names = readdirSync(join(ROOT, "contracts", folder)).map((file) => file.replace(/\.sol$/, ""));
  return names.sort().filter((name) => {
    const { abi, bytecode } = artifactOf(name);
    return bytecode.object !== "0x" && abi.some(({ type }) => type === "function");
  });
}

function artifactOf(name) {
  const file = join(ROOT, "out", `${name}.sol`, `${name}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  console.error(`${name} is not compiled: run \`npx forge build\` first`);
  process.exit(1);
}

/** Source of one module. Sorted, so that it depends on the contract and not on the order of its declarations. */
function moduleOf(name, abi) {
  const entries = abi.map(withoutInternalTypes).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const constant = `${name[0].toLowerCase()}${name.slice(1)}Abi`;
  return `// Written by script/generate-abis.mjs from the compiled contract. Do not edit.
export const ${constant} = ${JSON.stringify(entries, null, 2)} as const;
`;
}

function keyOf(entry) {
  return `${entry.type} ${entry.name ?? ""}(${(entry.inputs ?? []).map((input) => input.type).join(",")})`;
}

/** Names of Solidity types help no caller and change with a rename. */
function withoutInternalTypes(value) {
  if (Array.isArray(value)) return value.map(withoutInternalTypes);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => key !== "internalType");
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutInternalTypes(inner)]));
}
