import type { Abi, Hex } from "viem";
import type { Artifacts, LinkReferences } from "./compile.ts";
import type { ReadSource } from "./read-source.ts";

/** As the tools of the field write it: Hardhat and Truffle, the latter without the 0x, or Foundry. */
interface Shipped {
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
    Object.entries(shipped).map(async ([name, path]) => {
      const { abi, bytecode, linkReferences } = JSON.parse(await read(`node_modules/${path}`)) as Shipped;
      if (typeof bytecode !== "string") {
        return [name, { abi, bytecode: bytecode.object, linkReferences: bytecode.linkReferences ?? {} }] as const;
      }
      const code: Hex = `0x${bytecode.replace(/^0x/, "")}`;
      return [name, { abi, bytecode: code, linkReferences: linkReferences ?? {} }] as const;
    }),
  );
  return Object.fromEntries(loaded);
}
