import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import { ROOT } from "../../../core/root.ts";

/** Runtime code of a contract of this project. */
export function deployedCode(name: string): Hex {
  const path = join(ROOT, "out", `${name}.sol`, `${name}.json`);
  return (JSON.parse(readFileSync(path, "utf8")) as { deployedBytecode: { object: Hex } }).deployedBytecode.object;
}
