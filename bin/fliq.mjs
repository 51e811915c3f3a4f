#!/usr/bin/env node
// Entry of the command line: lets Node load the TypeScript sources, then runs them.
const NEEDED = [20, 19];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(`error: Node ${process.versions.node} is too old; install Node ${NEEDED.join(".")} or newer`);
  process.exit(1);
}

try {
  // The large packages are loaded before the TypeScript loader is in place, which would look at each of their hundreds
  // of files: the start takes half the processor time.
  await Promise.all([import("viem"), import("viem/accounts"), import("zod"), import("commander")]);
  const { register } = await import("tsx/esm/api");
  register();
  const { main } = await import("../ts/cli/main.ts");
  await main(process.argv.slice(2));
} catch (error) {
  if (error?.code !== "ERR_MODULE_NOT_FOUND" || !/Cannot find package/.test(error.message)) throw error;
  console.error("error: the dependencies are not installed; run npm ci first");
  process.exit(1);
}
