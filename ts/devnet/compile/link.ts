import type { Address, Hex } from "viem";
import type { Artifact } from "./compile.ts";

/** Hex digits of an address. */
const ADDRESS_DIGITS = 40;

/**
 * Writes the addresses of libraries into creation code.
 *
 * @param libraries library name to address
 * @throws when the code needs a library that is not given
 */
export function link(
  artifact: Pick<Artifact, "bytecode" | "linkReferences">,
  libraries: Readonly<Record<string, Address>>,
): Hex {
  let code: string = artifact.bytecode;
  for (const references of Object.values(artifact.linkReferences)) {
    for (const [library, places] of Object.entries(references)) {
      const address = libraries[library];
      if (!address) throw new Error(`library ${library} must be deployed first`);
      for (const { start } of places) {
        const at = 2 + start * 2;
        code = code.slice(0, at) + address.slice(2).toLowerCase() + code.slice(at + ADDRESS_DIGITS);
      }
    }
  }
  return code as Hex;
}
