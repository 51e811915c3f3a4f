// Where a mutant is put.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Throws, naming each, unless every snippet stands in its file exactly once and is replaced by something else. */
export function assertPlaceable(root, mutants) {
  const misplaced = mutants.flatMap(({ file, breaks, snippet, by }) => {
    const times = readFileSync(join(root, file), "utf8").split(snippet).length - 1;
    if (times === 1 && by !== snippet) return [];
    return [`${file}: ${breaks}: ${times === 1 ? "changes nothing" : `its snippet stands there ${times} times`}`];
  });
  if (misplaced.length > 0) throw new Error(`mutants that cannot be placed:\n${misplaced.join("\n")}`);
}

/** The file with the mutant in it. */
export function place(source, { snippet, by }) {
  // A function, because a dollar in a string would mean something.
  return source.replace(snippet, () => by);
}
