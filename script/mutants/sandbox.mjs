// One copy of the tree, where mutants are judged one after the other. No source is broken there, only what was made of it: forge would
// compile the tests as well, which takes minutes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { carriersOf, inputFor, replaceCode } from "./carriers.mjs";
import { Compiler } from "./compiler.mjs";
import { Judges } from "./judges.mjs";
import { place } from "./place.mjs";

export class Sandbox {
  #root;
  #sound;
  #compiler = new Compiler();
  #judges;

  /** @param {Map<string, string>} sound Creation code by name of a carrier, nothing broken; filled here, shared by all sandboxes. */
  constructor(root, sound) {
    this.#root = root;
    this.#sound = sound;
    this.#judges = new Judges(root);
  }

  /** Compiles what holds `files` as it is, but for what another sandbox has begun with. */
  async compile(files) {
    for (const carrier of this.#carriersOf(files)) {
      if (this.#sound.has(carrier.name)) continue;
      this.#sound.set(carrier.name, undefined);
      this.#sound.set(carrier.name, await this.#compiler.compile(inputFor(this.#root, carrier)));
    }
  }

  /** Throws unless all tests pass with what was compiled: else everything would be killed. */
  async assertSound(files) {
    const undo = this.#carriersOf(files).map((carrier) => replaceCode(carrier, this.#sound.get(carrier.name)));
    const failing = (await this.#judges.quick()) ?? (await this.#judges.slow());
    for (const one of undo) one();
    if (failing) throw new Error(`${failing} fails with nothing broken`);
  }

  /** @returns {Promise<string | undefined>} Name of a test that fails; undefined if none does. */
  async judge(mutant) {
    const { file, breaks } = mutant;
    const source = place(readFileSync(join(this.#root, file), "utf8"), mutant);
    const undo = [];
    try {
      for (const carrier of carriersOf(this.#root, file)) {
        const input = inputFor(this.#root, carrier, { [file]: source });
        const code = await this.#compiler.compile(input);
        if (code === this.#sound.get(carrier.name)) continue;
        undo.push(replaceCode(carrier, code));
        // Each carrier takes longer to compile than the quick tests take.
        const killer = await this.#judges.quick();
        if (killer) return killer;
      }
      return undo.length > 0 ? await this.#judges.slow() : undefined;
    } catch (error) {
      throw new Error(`${file}: ${breaks}: ${error.message}`);
    } finally {
      for (const one of undo) one();
    }
  }

  #carriersOf(files) {
    const all = files.flatMap((file) => carriersOf(this.#root, file));
    return [...new Map(all.map((carrier) => [carrier.name, carrier])).values()];
  }

  close() {
    this.#judges.close();
    this.#compiler.close();
  }
}
