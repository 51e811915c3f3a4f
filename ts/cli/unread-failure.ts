import { RpcError } from "../core/errors/errors.ts";
import type { Assessment } from "../protocols/assessment.ts";
import { unreadReasons } from "./print/unread-text.ts";

/**
 * Why a command has nothing to say: accounts that could not be read, and nothing else. Not read is never healthy.
 * @param unread at least one
 * @param accounts how many were to be read
 * @param block the block asked for
 */
export function unreadFailure(unread: readonly Assessment[], accounts: number, block: bigint): RpcError {
  const reasons = unreadReasons(unread, block);
  const [status] = unread.map((one) => one.status).filter((one) => one.kind === "refused");
  const who = subject(unread.length, accounts);
  const isStateless = reasons.every((reason) => reason.includes("keeps no state"));
  return new RpcError("node-error", `${who}: ${reasons.join("; ")}`, {
    retryable: !isStateless,
    code: status?.reason.code ?? "read-failed",
    hint: isStateless ? "use an archive node, or a newer --block" : "try again, or use another endpoint",
    numbers: { unread: unread.length, accounts, block },
  });
}

function subject(unread: number, accounts: number): string {
  if (unread < accounts) {
    return `none of the accounts that could be read matches, and ${unread} of ${accounts} could not be read`;
  }
  return accounts === 1 ? "the account could not be read" : `none of the ${accounts} accounts could be read`;
}
