import { isAddressEqual } from "viem";
import { UsageError } from "../../core/errors/errors.ts";
import { parseDecimal } from "../../core/math/decimal.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { quoteSale } from "../../flow/quote-sale.ts";
import { openContext } from "../open-context.ts";
import { quoteText } from "../print/quote-text.ts";
import { resolveToken } from "../resolve-token.ts";
import type { Session } from "../session.ts";
import type { QuoteRequest } from "./quote.ts";

/** Quotes one sale. */
export async function runQuote(request: QuoteRequest, session: Session): Promise<void> {
  const { output, progress, colors, width } = session;
  const context = await openContext(session, request.settings);
  const { number: blockNumber } = await resolveBlock(context.client, request.block);
  const { tokenIn, tokenOut, known } = await resolveToken(context, request, blockNumber);
  if (isAddressEqual(tokenIn.address, tokenOut.address)) throw new UsageError("a token is not sold for itself");
  const amount = parseDecimal(request.amount, tokenIn.decimals, "the amount");
  if (amount === 0n) throw new UsageError("the amount must be above 0");
  progress.show("reading the pools");
  const quote = await quoteSale(context, { tokenIn, tokenOut, amount, blockNumber });
  output.result({ block: blockNumber, tokenIn, tokenOut, amount, ...quote }, () =>
    quoteText(quote, { tokenIn, tokenOut, amount, known }, { colors, width }),
  );
}
