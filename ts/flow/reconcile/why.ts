import type { Reason } from "../../core/errors/reason.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import type { SettledRow } from "../../ledger/settled-row.ts";

/** Why nothing came of a transaction that is in no block. */
export const WHY = {
  replaced: ({ from, nonce, txHash }: SentRow): Reason => ({
    code: "replaced",
    message: `another transaction of ${from} has used nonce ${nonce}, so ${txHash} can never be mined`,
    numbers: { nonce },
  }),
  expired: ({ txHash }: SentRow): Reason => ({
    code: "expired",
    message: `the node does not have transaction ${txHash}, and it could do nothing any more`,
  }),
  reorganised: ({ block }: SettledRow): Reason => ({
    code: "reorganised",
    message: `${block === null ? "the block that decided it" : `block ${block.number}, which it was in,`} is none of the chain's any more`,
    ...(block && { numbers: { blockNumber: block.number, blockHash: block.hash } }),
  }),
  anotherChain: {
    code: "another-chain",
    message: "the local chain that it was sent to is gone, and what became of it with it",
  },
} as const;
