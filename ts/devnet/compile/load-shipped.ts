import type { Abi, Hex } from "viem";
import type { Artifact, Artifacts, LinkReferences } from "./compile.ts";
import type { ReadSource } from "./read-source.ts";

/**
 * As the tools of the field write it: Hardhat and Truffle, the latter without the 0x, or Foundry; or creation code alone, whose ABI lies in
 * the folder beside it.
 */
type Shipped = Compiled | { readonly creationCode: string };

interface Compiled {
  readonly abi: Abi;
  readonly bytecode: string | { readonly object: Hex; readonly linkReferences?: LinkReferences };
  readonly linkReferences?: LinkReferences;
}

/**
 * Contracts that a package ships compiled.
 *
 * @param shipped contract name to the artifact's path below `node_modules`
 */
export async function loadShipped(
  read: ReadSource,
  shipped: Readonly<Record<string, string>> = {},
): Promise<Artifacts> {
  const loaded = await Promise.all(
    Object.entries(shipped).map(async ([name, path]) => [name, await loadOne(read, path)] as const),
  );
  return Object.fromEntries(loaded);
}

async function loadOne(read: ReadSource, path: string): Promise<Artifact> {
  const parsed = JSON.parse(await read(`node_modules/${path}`)) as Shipped;
  if ("creationCode" in parsed) {
    const abi = JSON.parse(await read(`node_modules/${path.replace("/bytecode/", "/abi/")}`)) as Abi;
    return { abi, bytecode: `0x${parsed.creationCode}`, linkReferences: {} };
  }
  const { abi, bytecode, linkReferences = {} } = parsed;
  if (typeof bytecode === "string") return { abi, bytecode: `0x${bytecode.replace(/^0x/, "")}`, linkReferences };
  return { abi, bytecode: bytecode.object, linkReferences: bytecode.linkReferences ?? {} };
}
