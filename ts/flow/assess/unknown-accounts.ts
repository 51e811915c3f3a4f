import { zeroAddress } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { FliqError } from "../../core/errors/errors.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { nothingKnown } from "../../protocols/nothing-known.ts";
import type { AccountState, Protocol } from "../../protocols/protocol.ts";
import type { Assessment } from "../../protocols/types.ts";

interface Search {
  readonly user: `0x${string}` | null;
  readonly block: ResolvedBlock;
  readonly book: ChainBook;
  readonly failure: FliqError;
}

/** What stands for the accounts of a protocol that could not even be found: one unknown account for each market. */
export function notFound(protocol: Protocol<never>, { user, block, book, failure }: Search): Assessment[] {
  const message = `the accounts of ${protocol.name} could not be found: ${failure.message}`;
  const { number: blockNumber, timestamp } = block;
  return protocol.markets(book).map(({ address: market }) => {
    const ref = { protocol: protocol.name, market, user: user ?? zeroAddress };
    return nothingKnown({ ref, blockNumber, timestamp }, { code: "protocol-unreadable", message });
  });
}

/** What stands for an account whose assessment failed. */
export function notAssessed(account: AccountState<never>, error: unknown): Assessment {
  const message = `the account could not be assessed: ${error instanceof Error ? error.message : String(error)}`;
  return nothingKnown(account, { code: "account-unassessed", message });
}
