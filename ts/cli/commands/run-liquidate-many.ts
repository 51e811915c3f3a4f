import type { PrivateKeyAccount } from "viem";
import type { Context } from "../../core/context.ts";
import { EXIT, FliqError, InterruptedError } from "../../core/errors/errors.ts";
import { mostSerious } from "../../core/errors/most-serious.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { gasOfBatch } from "../../flow/batch/form-batch.ts";
import { liquidateMany } from "../../flow/liquidate-many.ts";
import { failuresOf, type Liquidations, type NotDone, type Whom } from "../../flow/liquidations.ts";
import { paddedGas } from "../../flow/plan/gas.ts";
import type { PlannedLiquidation } from "../../flow/plan/planned-liquidation.ts";
import { routeTokens } from "../../flow/plan/route-tokens.ts";
import { missingForSending } from "../../flow/submit/missing-for-sending.ts";
import { PartlyDone } from "../partly-done.ts";
import { batchText, notDoneText } from "../print/batch-text.ts";
import { aloneText, missingText } from "../print/liquidation-text.ts";
import { manyJson } from "../print/many-json.ts";
import { namesOf } from "../print/names.ts";
import { type PlanStyle, simulatedPlanText } from "../print/simulated-plan-text.ts";
import { resolveMarket } from "../resolve-market.ts";
import { resolveUser } from "../resolve-user.ts";
import type { Session } from "../session.ts";
import { warnOfStaleRecord } from "../warn-of-stale-record.ts";
import type { LiquidateRequest } from "./liquidate.ts";

/** Who signs, and the block that everything is planned on. */
interface Ground {
  readonly signer: PrivateKeyAccount | null;
  readonly block: ResolvedBlock;
}

/**
 * Liquidates several accounts, together where that is cheaper. Everything is shown before it is sent.
 * @throws PartlyDone, after the result was printed, when something other than a lack of anything to do has kept one of them from
 * being done.
 */
export async function runLiquidateMany(
  context: Context,
  request: LiquidateRequest,
  session: Session,
  { signer, block }: Ground,
): Promise<void> {
  const { progress, output, colors, width } = session;
  const styleOf = async (plans: readonly PlannedLiquidation[]): Promise<PlanStyle> => {
    const tokens = output.json ? [] : await routeTokens(context, plans);
    return { colors, width, nameOf: namesOf(context.book, tokens) };
  };
  const result = await liquidateMany(context, {
    ...request,
    ...(await inMarkets(context, request, block)),
    signer,
    block,
    now: () => new Date(),
    onProgress: progress.step,
    onStep: progress.show,
    onBatch: async (proven) => {
      const style = await styleOf(proven.legs.map(({ member }) => member.leg.plan));
      output.text(`${batchText(proven, style)}\n`);
    },
    onProven: async (proven) => {
      const style = await styleOf([proven.plan]);
      output.text(`${simulatedPlanText({ ...proven, alternatives: [] }, style)}\n`);
    },
  });
  const missing = request.send ? [] : await missingFor(context, result, signer);
  const style = await styleOf(plansOf(result));
  output.result(output.json ? manyJson(result, { sent: request.send, block, missing }) : result, () =>
    [
      ...result.batches.map((batch) => batchText(batch, style)),
      ...result.alone.map((one) => aloneText(one, style)),
      ...(result.notDone.length > 0 ? [`${colors.yellow("Not done")}\n${notDoneText(result.notDone)}`] : []),
      ...(request.send ? [] : [dryText(result, block), missingText(missing, "plans like these", colors)]),
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
  );
  const failures = failuresOf(result).map(({ error }) => error);
  const exitCode = failures.length === 0 ? EXIT.done : mostSerious(failures).exitCode;
  if (exitCode !== EXIT.done && exitCode !== EXIT.nothingToDo) throw new PartlyDone(exitCode);
}

/** What a dry run of more than one transaction cannot know. */
function dryText({ batches, alone }: Liquidations, { number }: ResolvedBlock): string {
  const count = batches.length + alone.length;
  if (count < 2) return "";
  return `Each of the ${count} transactions is simulated on block ${number} as it is, as if it were the first: when they are sent, each is proven again behind those before it.`;
}

/**
 * Whose market cannot be told is given up alone.
 * @throws UsageError for a user who cannot be told
 */
async function inMarkets(
  context: Context,
  request: LiquidateRequest,
  block: ResolvedBlock,
): Promise<{ readonly whom: Whom[]; readonly givenUp: NotDone[] }> {
  const [whom, givenUp]: [Whom[], NotDone[]] = [[], []];
  for (const who of request.whom) {
    const one = { ...who, user: await resolveUser(context, who.user, who.protocols, block.number) };
    try {
      whom.push({ ...one, market: await resolveMarket(context, { ...request, ...one }, block.number) });
    } catch (error) {
      if (!(error instanceof FliqError) || error instanceof InterruptedError) throw error;
      givenUp.push({ whom: one, error });
    }
  }
  return { whom, givenUp };
}

/** What a dry run lacks to be sent, with a warning for each liquidator that is recorded and not there. */
async function missingFor(
  context: Context,
  { batches, alone }: Liquidations,
  signer: PrivateKeyAccount | null,
): Promise<Reason[]> {
  const contracts = new Set(plansOf({ batches, alone }).map(({ contract }) => contract));
  for (const contract of contracts) await warnOfStaleRecord(context, contract);
  const limits = [
    ...batches.map(({ batch }) => gasOfBatch(batch.members.map(({ leg }) => leg))),
    ...alone.map(({ simulation }) => paddedGas(simulation.gasUsed)),
  ];
  const gasLimit = limits.reduce((sum, one) => sum + one, 0n);
  const { gasPrice } = [...batches, ...alone][0]!;
  const sender = signer?.address ?? null;
  return missingForSending(context, { contracts: [...contracts], gasLimit, gasPrice, sender });
}

function plansOf({ batches, alone }: Pick<Liquidations, "batches" | "alone">): PlannedLiquidation[] {
  const together = batches.flatMap(({ legs }) => legs.map(({ member }) => member.leg.plan));
  return [...together, ...alone.map(({ plan }) => plan)];
}
