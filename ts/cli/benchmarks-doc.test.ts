import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gas } from "../../script/bench/gas.ts";
import { whereItGoes } from "../../script/bench/where-it-goes.ts";
import { ROOT } from "../core/root.ts";

it("docs/benchmarks.md has the gas of snapshots/: npm run bench:gas -- --write", () => {
  expect(block("gas")).toBe(withoutEnds(gas().text));
});

it("docs/benchmarks.md says where all that the flash swap costs more goes: the same command", () => {
  expect(block("where-it-goes")).toBe(withoutEnds(whereItGoes()));
});

function block(name: string): string | undefined {
  const document = readFileSync(join(ROOT, "docs", "benchmarks.md"), "utf8");
  const found = new RegExp(`<!-- ${name} -->\n\`\`\`\n([\\s\\S]*?)\n\`\`\`\n<!-- /${name} -->`).exec(document);
  return found?.[1] && withoutEnds(found[1]);
}

function withoutEnds(text: string): string {
  return text.replace(/ +$/gm, "").trimEnd();
}
