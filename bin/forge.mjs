#!/usr/bin/env node
// `npx forge`: the compiler's own binary. The wrapper of its npm package ends with 0 whatever forge ends with, so a failed test or
// a failed deployment would look like a success.
import { spawn } from "node:child_process";
import { forge } from "../script/setup.mjs";

const child = spawn(forge(), process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: forge could not be started: ${error.message}; run npm ci first`);
  process.exitCode = 1;
});
child.on("close", (code, signal) => {
  if (code !== null) process.exit(code);
  for (const one of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(one);
  process.kill(process.pid, signal);
});
