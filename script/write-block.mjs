// Puts text that a command printed between two markers of a document.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

/**
 * @param document its path below the checkout
 * @param name of the markers, e.g. "transcript"
 */
export function writeBlock(document, name, text) {
  const path = join(ROOT, document);
  const before = readFileSync(path, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = before.indexOf(open);
  const end = before.indexOf(close);
  if (start < 0 || end < start) throw new Error(`${document} has no place for ${name}`);
  const block = `${open}\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
  writeFileSync(path, before.slice(0, start) + block + before.slice(end));
}
