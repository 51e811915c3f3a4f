import type { LiquidatorName, ProtocolName } from "../core/names/names.ts";
import { PROTOCOLS } from "./index.ts";

/** The contracts of this project that liquidate on these protocols, each once. A protocol that can only be read has none. */
export function contractsOf(protocols: readonly ProtocolName[]): LiquidatorName[] {
  const contracts = protocols.flatMap((name) => PROTOCOLS[name].contract ?? []);
  return [...new Set(contracts)];
}
