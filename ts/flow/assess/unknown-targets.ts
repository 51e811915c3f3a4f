import { type Address, zeroAddress } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { FliqError } from "../../core/errors/errors.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { nothingKnown } from "../../protocols/nothing-known.ts";
import type { AnyProtocol, Read } from "../../protocols/protocol.ts";
import { accountTarget, type Target } from "../../protocols/target.ts";
import type { AssessedTarget } from "./assessed-target.ts";

interface Search {
  readonly user: Address | null;
  readonly block: ResolvedBlock;
  readonly book: ChainBook;
  readonly failure: FliqError;
}

/** What stands for the targets of a protocol that could not even be found: one unknown account for each market. */
export function notFound(protocol: AnyProtocol, { user, block, book, failure }: Search): AssessedTarget[] {
  const message = `the accounts of ${protocol.name} could not be found: ${failure.message}`;
  const { number: blockNumber, timestamp } = block;
  return protocol.markets(book).map(({ address: market }) => {
    const target = accountTarget({ protocol: protocol.name, market }, user ?? zeroAddress);
    const assessment = nothingKnown({ target, blockNumber, timestamp }, { code: "protocol-unreadable", message });
    return { assessment, market: null, position: null };
  });
}

/** What stands for a target whose assessment failed. */
export function notAssessed(target: Target, { blockNumber, timestamp }: Read<unknown>, error: unknown): Assessment {
  const message = `the account could not be assessed: ${error instanceof Error ? error.message : String(error)}`;
  return nothingKnown({ target, blockNumber, timestamp }, { code: "account-unassessed", message });
}
