// Compiles one standard-JSON request: `node solcWorker.cjs <npm package of the compiler>`, request on stdin, answer on stdout.
// Its own process, so that several compilers run side by side. Plain CommonJS, because a child does not inherit a TypeScript loader.
const { readFileSync, writeFileSync } = require("node:fs");

const compiler = require(process.argv[2]);
writeFileSync(1, compiler.compile(readFileSync(0, "utf8")));
