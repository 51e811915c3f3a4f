// Completes package-lock.json: npm leaves a package's other-platform binaries out when the registry at hand does not
// serve them, and then `npm ci` refuses the very lockfile npm wrote. Run it after every `npm install`.
//   node script/lockfile.mjs          add what is missing
//   node script/lockfile.mjs --check  exit 1 if anything is missing or a download address is recorded
import { readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("../package-lock.json", import.meta.url);
const OS = { linux: "linux", darwin: "darwin", win32: "win32", android: "android" };
const CPU = { amd64: "x64", x64: "x64", arm64: "arm64" };

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const missing = Object.values(lock.packages)
  .flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {}).map(([name, version]) => ({ name, version, entry })),
  )
  .filter(({ name }) => !lock.packages[`node_modules/${name}`]);
const addresses = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ""));

if (process.argv.includes("--check")) {
  for (const { name } of missing) console.error(`package-lock.json lacks ${name}: run node script/lockfile.mjs`);
  for (const [path] of addresses) console.error(`package-lock.json records a download address for ${path}`);
  process.exit(missing.length + addresses.length > 0 ? 1 : 0);
}

for (const { name, version, entry } of missing) {
  const words = name.split("/").at(-1).split("-");
  const os = words.map((word) => OS[word]).find(Boolean);
  const cpu = words.map((word) => CPU[word]).find(Boolean);
  if (!os || !cpu) throw new Error(`cannot tell the platform of ${name}: add its entry by hand`);
  lock.packages[`node_modules/${name}`] = {
    version,
    cpu: [cpu],
    ...(entry.dev && { dev: true }),
    optional: true,
    os: [os],
  };
}
for (const [, entry] of addresses) delete entry.resolved;
const head = Object.entries(lock.packages).filter(([path]) => path === "");
const rest = Object.entries(lock.packages).filter(([path]) => path !== "");
rest.sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries([...head, ...rest]);
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
