import type { Address } from "viem";
import { type FliqError, NothingToDo, RpcError } from "../core/errors/errors.ts";
import type { Targets } from "../flow/find-targets.ts";
import { marketKey } from "../protocols/target.ts";
import { LOOK_AGAIN, NOT_ALL_FOUND } from "./print/gap-lines.ts";
import { unreadReasons } from "./print/unread-text.ts";
import { unreadFailure } from "./unread-failure.ts";

/**
 * Why `targets` has no row: an account that could not be read, or that is not found, is a failure, and only without any is
 * there nothing to do.
 * @param user the only one who was asked for, if any
 * @param block the block asked for
 */
export function noTargets(
  { accounts, unread, unvalued, gaps }: Targets,
  user: Address | null,
  block: bigint,
): FliqError {
  if (unread.length > 0) return unreadFailure(unread, accounts, block);
  const [gap] = gaps;
  if (gap) {
    const each = gaps.map(({ market, reason }) => `${marketKey(market)}: ${reason.message}`).join("; ");
    const message = `no account that was found matches, and ${NOT_ALL_FOUND}: ${each}`;
    const { code, numbers } = gap.reason;
    return new RpcError("node-error", message, {
      retryable: true,
      code,
      hint: LOOK_AGAIN,
      ...(numbers && { numbers }),
    });
  }
  const numbers = { accounts, unvalued: unvalued.length, block };
  if (accounts === 0) {
    const who = user === null ? "nobody has ever borrowed" : `${user} has never borrowed`;
    return new NothingToDo(`${who} in the markets asked for`, {
      code: "no-target",
      hint: "check --chain and --protocol",
      numbers,
    });
  }
  const who = user === null ? "no account matches" : `no account of ${user} matches`;
  const looked = `${accounts} looked at, one for each user and market`;
  const without =
    unvalued.length === 0
      ? ""
      : `, of which ${unvalued.length} cannot be valued: ${unreadReasons(unvalued, block).join("; ")}`;
  return new NothingToDo(`${who}; ${looked}${without}`, { code: "no-target", numbers });
}
