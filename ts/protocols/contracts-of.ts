import type { LiquidatorName, ProtocolName } from "../core/names/names.ts";
import { PROTOCOLS } from "./index.ts";
import type { AnyProtocol } from "./protocol.ts";

/** The contracts of this project that liquidate on these protocols, each once. A protocol that can only be read has none. */
export function contractsOf(protocols: readonly ProtocolName[]): LiquidatorName[] {
  const contracts = protocols.flatMap((name) => PROTOCOLS[name].contract ?? []);
  return [...new Set(contracts)];
}

/** Every protocol that a contract liquidates on: those of one code share it. */
export function servedBy(contract: LiquidatorName): AnyProtocol[] {
  return Object.values(PROTOCOLS).filter((protocol) => protocol.contract === contract);
}
