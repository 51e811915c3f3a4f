// What the planner earns beside a brute force over every action, source, size and split, and beside the usual rule.
import { formatUsd } from "../../ts/cli/print/format.ts";
import { renderTable } from "../../ts/cli/print/table.ts";
import type { QuotedCandidate } from "../../ts/flow/plan/candidate.ts";
import { choosePlan } from "../../ts/flow/plan/choose-plan.ts";
import { debtPerGas } from "../../ts/flow/plan/debt-per-gas.ts";
import { evaluate } from "../../ts/flow/plan/evaluate.ts";
import type { GasPrice } from "../../ts/flow/plan/gas.ts";
import type { PlanInput } from "../../ts/flow/plan/plan-input.ts";
import type { PlanLimits } from "../../ts/flow/plan/plan-limits.ts";
import type { QuoteOf } from "../../ts/flow/plan/search/accepted-sizes.ts";
import { searchWays } from "../../ts/flow/plan/search/search-ways.ts";
import { quote } from "../../ts/protocols/aave-v3/quote.ts";
import { caseSeed, randomFrom } from "../../ts/protocols/differential/random.ts";
import { routeOf } from "../../ts/routing/route.ts";
import { sellAlong } from "../../ts/routing/sell-along.ts";
import { bruteForce } from "./brute-force.ts";
import type { Measured } from "./measured.ts";
import { median } from "./median.ts";
import { HORIZON_SECONDS, type PlanCase, planCase } from "./plan-case.ts";

const CASES = 200;
const SEED = 20_261_128;
const ZERO = `0x${"0".repeat(40)}` as const;
/** 11 gwei, ether at 2,500 USD. */
const GAS_PRICE: GasPrice = {
  baseFee: 10n ** 10n,
  priorityFee: 10n ** 9n,
  nativePriceUsd: 2_500_00000000n,
  l1WeiPerByte: 0n,
};
const LIMITS: PlanLimits = {
  minProfitUsd: 0n,
  maxGasShareBps: 10_000,
  minBonusShareBps: 1,
  priceToleranceBps: 10_000,
  minPoolDepthUsd: 0n,
  tipBps: 0,
  tipRecipient: ZERO,
  deadlineSeconds: 120n,
};

/** Share of the bonus that a sale must leave, by turns: none, the default, and nearly all. */
const FLOORS_BPS = [1, 5_000, 8_000] as const;
/** Pairs of an account with three collaterals and three debts, whose search is told apart. */
const MANY_PAIRS = 9;
/** How often each search is timed. */
const REPEATS = 5;

interface Row {
  /** USD. */
  readonly ours: number;
  readonly brute: number;
  readonly rule: number;
  /** Of the processor: of the clock it is as much on a machine that does nothing else. */
  readonly milliseconds: number;
  readonly pairs: number;
}

/** Profit captured over random markets. */
export function plan(): Measured {
  const found: (Omit<Row, "milliseconds"> & { readonly search: () => unknown })[] = [];
  let tried = 0;
  while (found.length < CASES) {
    const minBonusShareBps = FLOORS_BPS[tried % FLOORS_BPS.length]!;
    const one = planCase(randomFrom(caseSeed(SEED, tried++)));
    if (one === null) continue;
    const limits = { ...LIMITS, minBonusShareBps };
    const brute = bruteOf(one, limits);
    // nothing can be earned: nothing can be captured
    if (brute <= 0) continue;
    const search = searchOf(one, limits);
    found.push({ brute, rule: usualRule(one), pairs: one.actions.length, ours: search(), search });
    process.stderr.write(`\r${found.length} of ${CASES} `);
  }
  process.stderr.write("\r");
  // all of them first: as in a process that does nothing else
  const rows = found.map(({ search, ...row }): Row => ({ ...row, milliseconds: timeOf(search) }));
  const sum = (pick: (row: Row) => number) => rows.reduce((all, row) => all + pick(row), 0);
  const total = sum(({ brute }) => brute);
  const shares = rows.map((row) => row.ours / row.brute);
  const figures = {
    cases: rows.length,
    withoutProfit: tried - rows.length,
    bruteUsd: total,
    captured: sum((row) => row.ours) / total,
    worst: Math.min(...shares),
    rule: sum(({ rule }) => Math.max(rule, 0)) / total,
    ruleLoses: rows.filter(({ rule }) => rule < 0).length / rows.length,
    medianMilliseconds: median(rows.map(({ milliseconds }) => milliseconds)),
    medianMillisecondsOfMany: median(
      rows.filter(({ pairs }) => pairs === MANY_PAIRS).map(({ milliseconds }) => milliseconds),
    ),
  };
  return { data: { plan: figures, rows }, text: textOf(figures) };
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;

type Figures = Record<
  | "cases"
  | "bruteUsd"
  | "captured"
  | "worst"
  | "rule"
  | "ruleLoses"
  | "medianMilliseconds"
  | "medianMillisecondsOfMany",
  number
>;

function textOf(figures: Figures): string {
  const usd = (share: number) => formatUsd(BigInt(Math.round(share * figures.bruteUsd * 1e8)));
  const table = renderTable(
    [
      { head: `Profit over ${figures.cases} random markets` },
      { head: "captured", align: "right" },
      { head: "USD", align: "right" },
      { head: "worst case", align: "right" },
      { head: "loses money", align: "right" },
    ],
    [
      ["brute force: every action, source, 400 sizes, splits in tenths over four paths", "100.00 %", usd(1), "", ""],
      ["fliq", percent(figures.captured), usd(figures.captured), percent(figures.worst), percent(0)],
      [
        "largest bonus, close factor, best single path",
        percent(figures.rule),
        usd(figures.rule),
        "",
        percent(figures.ruleLoses),
      ],
    ],
  );
  const time = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
  return [
    table,
    "",
    `Processor time of the search of one account, median: ${time(figures.medianMilliseconds)};`,
    `of an account with three collaterals and three debts: ${time(figures.medianMillisecondsOfMany)}`,
  ].join("\n");
}

function groundOf({ market, position, assessment }: PlanCase, limits: PlanLimits) {
  const at = { timestamp: assessment.timestamp, horizonSeconds: HORIZON_SECONDS };
  const quoteOf: QuoteOf = (action, size) => quote(market, position, action, size, at);
  const input: PlanInput = {
    assessment,
    gasPrice: GAS_PRICE,
    limits,
    unreadPrices: new Set(),
    wrappedNative: market.reserves[0]!.token.address,
  };
  return { quoteOf, input };
}

/** USD of the best of some candidates, exactly; what falls below the contract's floor is none. */
function netOf(candidates: readonly QuotedCandidate[], input: PlanInput): number {
  const result = choosePlan(
    candidates.map((candidate) => evaluate(candidate, input)),
    input.limits,
  );
  return result.ok ? Number(result.plan.expected.netUsd) / 1e8 : 0;
}

/** What the planner does with one, and the USD that it finds. */
function searchOf(one: PlanCase, limits: PlanLimits): () => number {
  const { quoteOf, input } = groundOf(one, limits);
  const ways = one.actions.map((way) => ({ ...way, unasked: [], shallow: [] }));
  return () => {
    const searched = searchWays(ways, quoteOf, { limits, gasPrice: GAS_PRICE });
    return netOf(
      searched.flatMap(({ candidates }) => candidates),
      input,
    );
  };
}

/** Processor time, milliseconds, the median of some. */
function timeOf(work: () => unknown): number {
  const times = Array.from({ length: REPEATS }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return median(times);
}

function bruteOf(one: PlanCase, limits: PlanLimits): number {
  const { quoteOf, input } = groundOf(one, limits);
  const candidates = one.actions.flatMap((way) =>
    bruteForce({
      ...way,
      quoteOf,
      debtPerGas: debtPerGas(way.action.pays, GAS_PRICE),
      bonusShare: limits.minBonusShareBps / 10_000,
    }),
  );
  return netOf(candidates, input);
}

/** The largest bonus, as much of it as the close factor allows, from whoever lends that much, along the best single path; also at a loss. */
function usualRule(one: PlanCase): number {
  const { quoteOf, input } = groundOf(one, LIMITS);
  const [best] = one.actions.toSorted((a, b) => {
    const bonus = Number(b.action.bonusBps - a.action.bonusBps);
    return bonus !== 0 ? bonus : Number(b.action.pays.most - a.action.pays.most);
  });
  const { action, paths, offers } = best!;
  const result = quoteOf(action, action.pays.most);
  const offer = offers.find(
    ({ sale, available }) =>
      sale === "exact-input" && result.ok && (available === null || available >= result.quote.funding),
  );
  if (!result.ok || offer === undefined) return 0;
  const sold = paths.flatMap((path) => {
    const parts = [{ path, bps: 0 }];
    const sale = sellAlong(parts, result.quote.seized);
    return sale.ok && sale.paid === result.quote.seized ? [{ parts, sale }] : [];
  });
  const most = sold.toSorted((a, b) => (a.sale.received > b.sale.received ? -1 : 1))[0];
  if (most === undefined) return 0;
  const { repaid } = result.quote;
  const loss = Number(most.sale.received - repaid) / 10 ** action.pays.token.decimals;
  const evaluated = evaluate(
    {
      ...{ action, offer, quote: result.quote, route: routeOf(most) },
      sale: { ok: true, amount: most.sale.received, gas: most.sale.gas },
    },
    input,
  );
  if (evaluated.ok) return Number(evaluated.plan.expected.netUsd) / 1e8;
  return (loss * Number(action.pays.priceUsd)) / 1e8;
}
