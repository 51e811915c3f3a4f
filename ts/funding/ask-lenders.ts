import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import { saidByChain } from "../core/errors/said-by-chain.ts";
import { describeReadError } from "../core/rpc/read-errors.ts";
import type { Offer, Offers } from "./funding.ts";

/** A market that lends. */
export interface Lender {
  readonly name: string;
  readonly pool: Address;
}

/**
 * What each of these lenders offers. One that could not be asked may have money; what is there and is no such lender has
 * answered.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function askLenders(
  context: Context,
  lenders: readonly Lender[],
  offersOf: (pool: Address) => Promise<readonly Offer[]>,
): Promise<Offers> {
  const asked = lenders.map(async ({ pool, name }): Promise<Offers> => {
    try {
      return { offers: await offersOf(pool), unasked: [] };
    } catch (error) {
      if (context.signal.aborted) throw new InterruptedError();
      const what = `the lender ${name} could not be asked`;
      const reason = describeReadError(error);
      context.logger.warn(what, { reason });
      const isNone = saidByChain(error);
      return { offers: [], unasked: isNone ? [] : [{ code: "lender-unread", message: `${what}: ${reason}` }] };
    }
  });
  const answers = await Promise.all(asked);
  return { offers: answers.flatMap(({ offers }) => offers), unasked: answers.flatMap(({ unasked }) => unasked) };
}
