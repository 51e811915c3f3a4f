// Compiles one standard-JSON request: `node solc-worker.cjs <npm package of the compiler>`, request on stdin, answer on
// stdout. A process of its own, so that several compilers run side by side; plain CommonJS, because a child does not
// inherit the loader that lets its parent run TypeScript.
const { readFileSync } = require("node:fs");

const compiler = require(process.argv[2]);
process.stdout.write(compiler.compile(readFileSync(0, "utf8")));
