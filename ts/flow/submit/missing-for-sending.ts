import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { feesToSign, type GasPrice } from "../plan/gas.ts";

/** What would be sent. */
export interface Sending {
  /** Liquidators that would be called. */
  readonly contracts: readonly LiquidatorName[];
  /** Gas that would be asked for, of all transactions. */
  readonly gasLimit: bigint;
  readonly gasPrice: GasPrice;
  /** Who would send; null without a key. */
  readonly sender: Address | null;
}

/** What has to be there before it can be sent, and is not. Sends nothing. */
export async function missingForSending(
  { client, book, config }: Context,
  { contracts, gasLimit, gasPrice, sender }: Sending,
): Promise<Reason[]> {
  const missing: Reason[] = [];
  if (sender === null) {
    missing.push({ code: "signer", message: "a key: --keystore <file>, or FLIQ_PRIVATE_KEY" });
  }
  for (const contract of contracts) {
    if (book.liquidators[contract] !== undefined) continue;
    missing.push({ code: "not-deployed", message: `${contract} on ${book.name}: fliq deploy` });
  }
  if (sender !== null) {
    const balance = await client.getBalance({ address: sender });
    const { maxFeePerGas } = feesToSign(gasPrice, config.maxGasPriceWei);
    // the whole limit must be paid for in advance
    const needed = gasLimit * maxFeePerGas;
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
