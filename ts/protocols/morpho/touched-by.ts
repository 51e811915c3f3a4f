import { type Log, parseAbi, parseEventLogs } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { ChainLog, Touched } from "../protocol.ts";
import { type Target, targetKey, userOf } from "../target.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { positionTarget } from "./position-target.ts";

/** EventsLib.sol, Morpho Blue v1.0.0: all after which a position is not what it was, or somebody else may act on it. */
const EVENTS = parseAbi([
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
  "event Repay(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
  "event SupplyCollateral(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets)",
  "event WithdrawCollateral(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets)",
  "event Liquidate(bytes32 indexed id, address indexed caller, address indexed borrower, uint256 repaidAssets, uint256 repaidShares, uint256 seizedAssets, uint256 badDebtAssets, uint256 badDebtShares)",
  // names no market, and may be about a pre-liquidation in any of them
  "event SetAuthorization(address indexed caller, address indexed authorizer, address indexed authorized, bool newIsAuthorized)",
]);

type Book = Pick<ChainBook, "name" | "addresses">;

/**
 * The positions that these logs are about, each once, in the order of the logs: a log names the market, whether that is known
 * or not; or an account, and is about all its targets. Logs of other contracts than the chain's singleton, and logs that are no such event, are passed over.
 */
export function touchedBy(
  logs: readonly ChainLog[],
  book: Book,
  _markets: unknown,
  targets: readonly Target[],
): Touched[] {
  const singleton = MORPHO_ADDRESSES.of(book)?.morpho.toLowerCase();
  const ours = logs.filter(({ address }) => address.toLowerCase() === singleton);
  const touched = new Map<string, Touched>();
  // of a log only what `ChainLog` has is looked at; what does not decode is left out
  const events = parseEventLogs({ abi: EVENTS, logs: ours as unknown as Log[] });
  for (const { address, args, eventName } of events) {
    if (eventName === "SetAuthorization") {
      for (const target of targets.filter((one) => userOf(one) === args.authorizer)) {
        const key = targetKey(target);
        if (!touched.has(key)) touched.set(key, { target, borrows: false });
      }
      continue;
    }
    const target = positionTarget(address, args.id, "borrower" in args ? args.borrower : args.onBehalf);
    const key = targetKey(target);
    const borrows = eventName === "Borrow" || touched.get(key)?.borrows === true;
    touched.set(key, { target, borrows });
  }
  return [...touched.values()];
}
