import type { Abi, Hex } from "viem";
import type { Artifacts, LinkReferences } from "./compile.ts";
import type { ReadSource } from "./read-source.ts";

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
      const { abi, bytecode, linkReferences } = JSON.parse(await read(`node_modules/${path}`)) as {
        abi: Abi;
        bytecode: Hex;
        linkReferences: LinkReferences;
      };
      return [name, { abi, bytecode, linkReferences }] as const;
    }),
  );
  return Object.fromEntries(loaded);
}
