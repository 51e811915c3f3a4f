import type { ChainBook } from "../../core/chain-book.ts";
import { UsageError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { type Target, targetKey } from "../../protocols/target.ts";
import { protocolsFor } from "./protocols-for.ts";

/**
 * The protocol of a target that the user names. A contract that the book does not have is never asked: it could say anything.
 * @throws UsageError when the protocol has no such market on this chain, or no target of this form
 */
export function protocolOf(target: Target, book: ChainBook): ProtocolName {
  const { protocol, market, marketId, subject } = target;
  const { hasMarketIds } = PROTOCOLS[protocol];
  if (hasMarketIds !== (marketId !== undefined) || subject.kind !== "account") {
    throw new UsageError(`${targetKey(target)} is no target of ${protocol}`, {
      hint: `its targets are ${protocol}/market/${hasMarketIds ? "id/" : ""}account`,
    });
  }
  protocolsFor({ address: market }, [protocol], book);
  return protocol;
}
