// Puts text that a command printed between two markers of README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./setup.mjs";

const README = join(ROOT, "README.md");

/** @param name of the markers, e.g. "transcript" */
export function writeIntoReadme(name, text) {
  const before = readFileSync(README, "utf8");
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = before.indexOf(open);
  const end = before.indexOf(close);
  if (start < 0 || end < start) throw new Error(`README.md has no place for ${name}`);
  const block = `${open}\n\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
  writeFileSync(README, before.slice(0, start) + block + before.slice(end));
}
