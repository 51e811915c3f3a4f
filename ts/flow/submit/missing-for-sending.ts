import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import { feesToSign, type GasPrice, paddedGas } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";

/** What a plan would be sent with. */
export interface Sending {
  readonly plan: Pick<PlannedLiquidation, "contract">;
  /** Gas that the simulation used. */
  readonly gasUsed: bigint;
  readonly gasPrice: GasPrice;
  /** Who would send; null without a key. */
  readonly sender: Address | null;
}

/** What has to be there before a plan can be sent, and is not. Sends nothing. */
export async function missingForSending(
  { client, book, config }: Context,
  { plan, gasUsed, gasPrice, sender }: Sending,
): Promise<Reason[]> {
  const missing: Reason[] = [];
  if (sender === null) {
    missing.push({ code: "signer", message: "a key: --keystore <file>, or FLIQ_PRIVATE_KEY" });
  }
  if (book.liquidators[plan.contract] === undefined) {
    missing.push({ code: "not-deployed", message: `${plan.contract} on ${book.name}: fliq deploy` });
  }
  if (sender !== null) {
    const balance = await client.getBalance({ address: sender });
    const { maxFeePerGas } = feesToSign(gasPrice, config.maxGasPriceWei);
    // the whole limit must be paid for in advance
    const needed = paddedGas(gasUsed) * maxFeePerGas;
    if (balance < needed) {
      const [has, needs] = [balance, needed].map((wei) => formatDecimal(wei, 18));
      missing.push({
        code: "insufficient-funds",
        message: `funds for gas: ${sender} has ${has} of the native token, and needs ${needs}`,
        numbers: { balance, needed },
      });
    }
  }
  return missing;
}
