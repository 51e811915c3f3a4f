import type { PrivateKeyAccount } from "viem";
import type { Context } from "../../core/context.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import type { Liquidation } from "../../flow/act.ts";
import { type Liquidations, liquidateMany, type Whom } from "../../flow/liquidate-many.ts";
import { routeTokens } from "../../flow/plan/route-tokens.ts";
import { targetKey } from "../../protocols/target.ts";
import { batchText, notDoneText } from "../print/batch-text.ts";
import { aloneText } from "../print/liquidation-text.ts";
import { namesOf } from "../print/names.ts";
import { resolveMarket } from "../resolve-market.ts";
import type { Session } from "../session.ts";
import type { LiquidateRequest } from "./liquidate.ts";

/** Liquidates several accounts, together where that is cheaper. */
export async function runLiquidateMany(
  context: Context,
  request: LiquidateRequest,
  session: Session,
  { signer, block }: { readonly signer: PrivateKeyAccount | null; readonly block: ResolvedBlock },
): Promise<void> {
  const { progress, output, colors, width } = session;
  const whom: Whom[] = [];
  for (const one of request.whom) {
    const market = await resolveMarket(context, { ...request, ...one }, block.number);
    whom.push({ ...one, market });
  }
  const result = await liquidateMany(context, {
    ...request,
    whom,
    signer,
    block,
    now: () => new Date(),
    onProgress: progress.step,
    onStep: progress.show,
  });
  const plans = result.alone.map(({ plan }) => plan);
  const tokens = output.json ? [] : await routeTokens(context, plans);
  const style = { colors, width, nameOf: namesOf(context.book, tokens) };
  output.result(output.json ? manyJson(result, block) : result, () =>
    [
      ...result.batches.map((batch) => batchText(batch, style)),
      ...result.alone.map((one) => aloneText(one, style)),
      ...(result.notDone.length > 0 ? [`${colors.yellow("Not done")}\n${notDoneText(result.notDone)}`] : []),
      ...(request.send ? [] : [`${colors.yellow("Dry run: nothing was sent.")} Add --send to send.`]),
    ].join("\n\n"),
  );
}

function manyJson({ batches, alone, notDone }: Liquidations, { number }: ResolvedBlock) {
  return {
    block: number,
    batches: batches.map(({ batch, legs }) => ({
      gasUsed: batch.simulation.gasUsed,
      gasAlone: batch.alone,
      transaction: batch.simulation.transaction,
      legs: legs.map(({ member, simulation, submission, reason }) => ({
        key: targetKey(member.leg.plan.target),
        plan: member.leg.plan,
        gasLimit: member.leg.gasLimit,
        simulation,
        submission,
        reason,
      })),
    })),
    alone: alone.map(aloneJson),
    notDone: notDone.map(({ whom, error: { code, message, numbers } }) => ({
      user: whom.user,
      key: whom.target && targetKey(whom.target),
      error: { code, message, numbers },
    })),
  };
}

function aloneJson({ plan, simulation, submission }: Liquidation) {
  return { key: targetKey(plan.target), plan, simulation, submission };
}
