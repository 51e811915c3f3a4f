import { type Address, erc20Abi, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { readsAt } from "../../core/rpc/reads-at.ts";
import { BALANCER_V2_ADDRESSES } from "../../venues/balancer-v2/addresses.ts";
import { askLenders } from "../ask-lenders.ts";
import type { Funding, Offer, OfferRequest } from "../funding.ts";

const VAULT = parseAbi([
  "function getPausedState() view returns (bool paused, uint256 pauseWindowEndTime, uint256 bufferPeriodEndTime)",
  "function getProtocolFeesCollector() view returns (address)",
]);
const COLLECTOR = parseAbi(["function getFlashLoanFeePercentage() view returns (uint256)"]);

/** Of a share: 18 decimals. */
const ONE = 10n ** 18n;

/** `flashLoan` of Balancer's vault: whatever lies there of any pool, for the fee that its governance sets, which is none today. */
export const balancerV2: Funding = {
  name: "balancer-v2",
  describe: (lender) => `Balancer V2 flash loan from the vault ${lender}`,
  errors: {
    abi: [],
    // Source: @balancer-labs/v2-solidity-utils, BalancerErrors.sol
    words: {
      "BAL#400": ["lender-locked", "the lender's vault is in use already"],
      "BAL#402": ["lender-paused", "the lender is paused"],
      "BAL#515": ["loan-unpaid", "the loan was not paid back"],
      "BAL#528": ["loan-too-large", "the lender does not have so much"],
      "BAL#602": ["loan-unpaid", "the fee of the loan was not paid"],
    },
  },
  addresses: BALANCER_V2_ADDRESSES,
  lenders: (book) => {
    const deployment = BALANCER_V2_ADDRESSES.of(book);
    return deployment === null ? [] : [deployment.vault];
  },
  offers: (context, request) => {
    const deployment = BALANCER_V2_ADDRESSES.of(context.book);
    const lenders = deployment === null ? [] : [{ name: "balancer-v2", pool: deployment.vault }];
    return askLenders(context, lenders, (vault) => offersOf(context, vault, request));
  },
};

async function offersOf({ client }: Context, vault: Address, { debt, blockNumber }: OfferRequest): Promise<Offer[]> {
  const read = readsAt(client, blockNumber);
  const held = { address: debt.address, abi: erc20Abi, functionName: "balanceOf", args: [vault] } as const;
  const [available, [paused], rate] = await Promise.all([
    read(held),
    read({ address: vault, abi: VAULT, functionName: "getPausedState" }),
    feeOf(client, vault, blockNumber),
  ]);
  if (paused || available === 0n) return [];
  return [
    {
      funding: "balancer-v2",
      source: 6,
      lender: vault,
      sale: "exact-input",
      available,
      premium: { rate, scale: ONE, rounding: "ceil" },
      // the whole vault: none of its pools can be sold to meanwhile
      locks: [vault],
      gas: 44_000n,
    },
  ];
}

/** By client and vault. A vault has its collector for good. */
const COLLECTORS = new WeakMap<object, Map<Address, Address>>();

async function feeOf(client: Context["client"], vault: Address, blockNumber: bigint): Promise<bigint> {
  const read = readsAt(client, blockNumber);
  const known = COLLECTORS.get(client) ?? new Map<Address, Address>();
  COLLECTORS.set(client, known);
  const collector =
    known.get(vault) ?? (await read({ address: vault, abi: VAULT, functionName: "getProtocolFeesCollector" }));
  known.set(vault, collector);
  return read({ address: collector, abi: COLLECTOR, functionName: "getFlashLoanFeePercentage" });
}
