import { type Log, parseAbi, parseEventLogs } from "viem";
import type { ChainLog, MarketReads, Touched } from "../protocol.ts";
import { targetKey } from "../target.ts";
import { positionTarget } from "./position-target.ts";
import type { MorphoMarket } from "./state.ts";

/** EventsLib.sol, Morpho Blue v1.0.0: all after which borrow shares or collateral of a position are not what they were. */
const EVENTS = parseAbi([
  "event Borrow(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets, uint256 shares)",
  "event Repay(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
  "event SupplyCollateral(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets)",
  "event WithdrawCollateral(bytes32 indexed id, address caller, address indexed onBehalf, address indexed receiver, uint256 assets)",
  "event Liquidate(bytes32 indexed id, address indexed caller, address indexed borrower, uint256 repaidAssets, uint256 repaidShares, uint256 seizedAssets, uint256 badDebtAssets, uint256 badDebtShares)",
]);

/**
 * The positions that these logs are about, each once, in the order of the logs; of a market that is not known yet as well.
 * Logs of other contracts than the singletons of `markets`, and logs that are no such event, are passed over.
 */
export function touchedBy(logs: readonly ChainLog[], markets: MarketReads<MorphoMarket>): Touched[] {
  const singletons = singletonsOf(markets);
  const ours = logs.filter(({ address }) => singletons.has(address.toLowerCase()));
  const touched = new Map<string, Touched>();
  // of a log only what `ChainLog` has is looked at; what does not decode is left out
  const events = parseEventLogs({ abi: EVENTS, logs: ours as unknown as Log[] });
  for (const { address, args, eventName } of events) {
    const target = positionTarget(address, args.id, "borrower" in args ? args.borrower : args.onBehalf);
    const key = targetKey(target);
    const borrows = eventName === "Borrow" || touched.get(key)?.borrows === true;
    touched.set(key, { target, borrows });
  }
  return [...touched.values()];
}

/** Contracts that have these markets, in lower case: from the keys, which markets that could not be read have as well. */
function singletonsOf(markets: MarketReads<MorphoMarket>): Set<string> {
  return new Set(
    Array.from(markets.keys(), (key) => key.split("/")).flatMap(([name, address]) =>
      name === "morpho" ? [address!] : [],
    ),
  );
}
