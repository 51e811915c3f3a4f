import type { Abi, Hex } from "viem";
import type { Artifact, Artifacts, LinkReferences } from "./compile.ts";
import type { ReadSource } from "./read-source.ts";

/** What packages ship: Hardhat's form, Foundry's, and creation code alone, whose ABI lies in the folder beside it. */
type Shipped =
  | { abi: Abi; bytecode: Hex; linkReferences: LinkReferences }
  | { abi: Abi; bytecode: { object: Hex; linkReferences: LinkReferences } }
  | { creationCode: string };

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
  const { abi, bytecode } = parsed;
  if (typeof bytecode === "object") return { abi, bytecode: bytecode.object, linkReferences: bytecode.linkReferences };
  return { abi, bytecode, linkReferences: "linkReferences" in parsed ? parsed.linkReferences : {} };
}
