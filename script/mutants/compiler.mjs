// The compiler, loaded once, in a thread of its own.
import { once } from "node:events";
import { createRequire } from "node:module";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

if (!isMainThread) {
  const solc = createRequire(import.meta.url)("solc");
  parentPort.on("message", (input) => parentPort.postMessage(JSON.parse(solc.compile(JSON.stringify(input)))));
}

export class Compiler {
  #worker = new Worker(new URL(import.meta.url));

  /** Creation code of the one contract that `input` asks for, without 0x. Throws the compiler's own words. */
  async compile(input) {
    // Rejects if the thread fails, and leaves no listener behind.
    const answered = once(this.#worker, "message");
    this.#worker.postMessage(input);
    const [{ contracts, errors = [] }] = await answered;
    const failed = errors.filter(({ severity }) => severity === "error");
    if (failed.length > 0) throw new Error(failed.map((one) => one.formattedMessage).join("\n"));
    const [[path, names]] = Object.entries(input.settings.outputSelection);
    return contracts[path][Object.keys(names)[0]].evm.bytecode.object;
  }

  close() {
    this.#worker.terminate();
  }
}
