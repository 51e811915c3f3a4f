import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Hex, isHex } from "viem";
import { ConfigError } from "../errors/errors.ts";
import { ROOT } from "../root.ts";

const OUT = join(ROOT, "out");
const loaded = new Map<string, Hex>();

/**
 * Creation code of a contract of this project, from the compiler's output folder.
 * @param name contract and file name, e.g. "AaveV3Lens"
 * @throws ConfigError when the contracts were not compiled.
 */
export function creationCode(name: string, folder: string = OUT): Hex {
  const path = join(folder, `${name}.sol`, `${name}.json`);
  const known = loaded.get(path);
  if (known) return known;
  const code = read(path, name);
  if (!isHex(code, { strict: true }) || code === "0x") {
    throw new ConfigError(`${path} holds no linked bytecode`, { hint: "run npm run build" });
  }
  loaded.set(path, code);
  return code;
}

function read(path: string, name: string): unknown {
  try {
    const artifact: { bytecode?: { object?: unknown } } = JSON.parse(readFileSync(path, "utf8"));
    return artifact.bytecode?.object;
  } catch (cause) {
    throw new ConfigError(`the contract ${name} is not compiled`, { hint: "run npm run build", cause });
  }
}
