import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../ts/core/root.ts";

/** Gas by flow, or bytes by what has them, of `snapshots/FILE.json`. */
export function snapshotOf(file: string): ReadonlyMap<string, number> {
  const text = readFileSync(join(ROOT, "snapshots", `${file}.json`), "utf8");
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>).map(([name, value]) => [name, +value]));
}

/** @throws when it is not there */
export function figure(file: string, name: string): number {
  const value = snapshotOf(file).get(name);
  if (value === undefined) throw new Error(`snapshots/${file}.json has no ${name}`);
  return value;
}
