import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { createOnce } from "../../core/data/once.ts";
import { NothingToDo, type RefusedError, UsageError } from "../../core/errors/errors.ts";
import { max } from "../../core/math/math.ts";
import type { FundingName, ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { type RepayChoice, repayUnits } from "../../core/tokens/repay-choice.ts";
import type { Token } from "../../core/tokens/token.ts";
import { chooseToken, type TokenChoice } from "../../core/tokens/token-choice.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { OnProgress } from "../../protocols/protocol.ts";
import type { Assessment } from "../../protocols/types.ts";
import { assessAccounts } from "../assess/assess-accounts.ts";
import type { MarketChoice } from "../find/market-choice.ts";
import { hintFor, inMarket, liquidatable, refusedFor } from "../find/select-accounts.ts";
import type { PlannedLiquidation, PlanResult } from "../types.ts";
import { type GasPrice, readGasPrice } from "./gas.ts";
import { prepare } from "./prepare.ts";

/** What the user wants liquidated, and what is left open. */
export interface ProposeRequest {
  readonly user: Address;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
  readonly collateral: TokenChoice | null;
  readonly debt: TokenChoice | null;
  readonly repay: RepayChoice;
  readonly funding: FundingName | "auto";
  readonly receiveAToken: boolean;
  /** Who would send; null when nobody is known. */
  readonly caller: Address | null;
  readonly block: ResolvedBlock;
  readonly onProgress?: OnProgress;
}

/** A plan and what it rests on. */
export interface Proposal {
  readonly assessment: Assessment;
  readonly plan: PlannedLiquidation;
  readonly alternatives: readonly PlannedLiquidation[];
  readonly gasPrice: GasPrice;
}

/** One account that was looked at, and what came of it. */
export interface Considered {
  readonly assessment: Assessment;
  readonly result: PlanResult;
}

/** Everything that was looked at for one request. */
export interface Consideration {
  readonly gasPrice: GasPrice;
  /** Only accounts that have the assets asked for. */
  readonly accounts: readonly Considered[];
}

/** Reasons that are a limit of the caller, not a lack of a way. */
const LIMITS = new Set(["below-min-profit", "slippage", "unknown-price", "bad-debt"]);
/** Reasons that only other options change. */
const USAGE = new Set(["funding-unsupported", "atoken-unsupported", "wallet-unknown"]);

/**
 * discover, assess and plan for one user: the best plan over all of the user's accounts.
 * @throws UsageError for an asset or amount that does not fit the account, NothingToDo when there is nothing to liquidate
 * or no way to, RefusedError when a limit forbids the best plan.
 */
export async function propose(context: Context, request: ProposeRequest): Promise<Proposal> {
  const consideration = await consider(context, request);
  const proposal = bestOf(consideration);
  if (proposal) return proposal;
  throw failureFor(decisive(consideration));
}

/** discover, assess and plan for one user: what there is, and why not. Throws as {@link propose}, except for reasons. */
export async function consider(context: Context, request: ProposeRequest): Promise<Consideration> {
  const { block, user } = request;
  const all = await assessAccounts(context, request);
  const candidates = liquidatable(inMarket(all, request.market, context.book), user);
  const gasPrice = await readGasPrice(context, block.number);
  const once = createOnce();
  const accounts: Considered[] = [];
  for (const assessment of candidates) {
    const { status } = assessment;
    if (status.kind === "refused") {
      accounts.push({ assessment, result: { ok: false, reason: status.reason, best: null } });
      continue;
    }
    const wanted = wantedOf(assessment, request, candidates.length === 1);
    if (wanted === null) continue;
    const protocol = PROTOCOLS[assessment.ref.protocol];
    const { config, book } = context;
    const result = await prepare(context, protocol, assessment, {
      ...wanted,
      ...(request.funding !== "auto" && { funding: request.funding }),
      limits: config,
      once,
      gasPrice,
      caller: request.caller,
      liquidator: book.liquidators[protocol.contract] ?? null,
      receiveAToken: request.receiveAToken,
    });
    accounts.push({ assessment, result });
  }
  return { gasPrice, accounts };
}

/** The plan that earns most; null when no account has one. */
export function bestOf({ accounts, gasPrice }: Consideration): Proposal | null {
  const proposals: Proposal[] = [];
  for (const { assessment, result } of accounts) {
    if (result.ok) proposals.push({ assessment, plan: result.plan, alternatives: result.alternatives, gasPrice });
  }
  proposals.sort((a, b) => (a.plan.expected.netUsd > b.plan.expected.netUsd ? -1 : 1));
  return proposals[0] ?? null;
}

/** The account whose refusal says why there is no plan: one that a limit forbids, else the first. */
export function decisive({ accounts }: Consideration): Considered | null {
  const limited = accounts.find(({ result }) => !result.ok && LIMITS.has(result.reason.code));
  return limited ?? accounts[0] ?? null;
}

/** Why nothing is done, as the failure of a command. */
export function failureFor(considered: Considered | null): RefusedError | NothingToDo | UsageError {
  if (considered === null || considered.result.ok) {
    return new NothingToDo("none of the user's accounts has this pair", { code: "no-such-pair" });
  }
  const { assessment, result } = considered;
  const { code, message, numbers } = result.reason;
  if (assessment.status.kind === "refused" || LIMITS.has(code)) return refusedFor(result.reason);
  const hint = hintFor(result.reason);
  const options = { code, ...(numbers && { numbers }), ...(hint && { hint }) };
  return USAGE.has(code) ? new UsageError(message, options) : new NothingToDo(message, options);
}

/**
 * The pair and the amount that the request means for this account.
 * @returns null when the account does not have these assets but another account of the user may
 */
function wantedOf(
  assessment: Assessment,
  { collateral, debt, repay }: ProposeRequest,
  isOnly: boolean,
): { collateral?: Address; debt?: Address; repay?: bigint } | null {
  const { pairs } = assessment;
  const collaterals = distinct(pairs.map((pair) => pair.collateral));
  const debts = distinct(pairs.map((pair) => pair.debt));
  try {
    const chosenCollateral = collateral && chooseToken(collateral, collaterals, "--collateral");
    const chosenDebt = debt ? chooseToken(debt, debts, "--debt") : debts.length === 1 ? debts[0]! : null;
    if (repay !== "max" && chosenDebt === null) {
      throw new UsageError("--repay with an amount needs --debt: the account owes several tokens", {
        hint: `choose one of ${debts.map(({ symbol }) => symbol).join(", ")}`,
      });
    }
    const units = chosenDebt === null ? null : repayUnits(repay, chosenDebt);
    if (units !== null && chosenDebt !== null) refuseTooMuch(units, chosenDebt, assessment, chosenCollateral?.address);
    return {
      ...(chosenCollateral && { collateral: chosenCollateral.address }),
      ...(debt !== null && chosenDebt && { debt: chosenDebt.address }),
      ...(units !== null && { repay: units }),
    };
  } catch (error) {
    if (isOnly || !(error instanceof UsageError)) throw error;
    return null;
  }
}

function refuseTooMuch(units: bigint, debt: Token, { pairs }: Assessment, collateral: Address | undefined): void {
  const most = pairs
    .filter((pair) => pair.debt.address === debt.address)
    .filter((pair) => collateral === undefined || pair.collateral.address === collateral)
    .reduce((most, pair) => max(most, pair.maxRepay), 0n);
  if (units <= most) return;
  const whole = 10n ** BigInt(debt.decimals);
  const text = `${most / whole}.${(most % whole).toString().padStart(debt.decimals, "0")}`.replace(/\.?0*$/, "");
  throw new UsageError(`--repay is above what may be repaid now, ${text} ${debt.symbol}`, {
    hint: "use --repay max",
    numbers: { asked: units, most },
  });
}

function distinct(tokens: readonly Token[]): Token[] {
  return [...new Map(tokens.map((token) => [token.address.toLowerCase(), token])).values()];
}
