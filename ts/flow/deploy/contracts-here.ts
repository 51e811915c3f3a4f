import type { ChainBook } from "../../core/chain-book.ts";
import { ConfigError } from "../../core/errors/errors.ts";
import type { LiquidatorName, ProtocolName } from "../../core/names/names.ts";
import { contractsOf } from "../../protocols/contracts-of.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { noLiquidator } from "./no-liquidator.ts";

/**
 * The liquidators that these protocols need on this chain, each once.
 * @param named true: somebody asks for these very protocols, and not for whatever the chain has of them
 * @throws ConfigError when one that was named has no market here, or no liquidator
 */
export function contractsHere(protocols: readonly ProtocolName[], book: ChainBook, named: boolean): LiquidatorName[] {
  const isHere = (name: ProtocolName) => PROTOCOLS[name].markets(book).length > 0;
  if (!named) return contractsOf(protocols.filter(isHere));
  for (const name of protocols) {
    if (PROTOCOLS[name].contract === null) throw noLiquidator([name]);
    if (isHere(name)) continue;
    throw new ConfigError(`${book.name} has no market of ${name}, so there is nothing to deploy for it`);
  }
  return contractsOf(protocols);
}
