import type { Address } from "viem";
import type { Token } from "../../core/tokens/token.ts";
import type { SaleQuote } from "../../flow/quote-sale.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatBps, formatCount, formatUsd, shorten } from "./format.ts";
import { renderLines } from "./lines.ts";
import { hopsText } from "./plan-lines.ts";
import { renderTable } from "./table.ts";

interface Quoted {
  readonly tokenIn: Token;
  readonly tokenOut: Token;
  readonly amount: bigint;
  readonly known: readonly Token[];
}

/** A quote for people: what it brings, at what price, and part by part. */
export function quoteText(
  quote: SaleQuote,
  { tokenIn, tokenOut, amount, known }: Quoted,
  { colors, width }: { readonly colors: Colors; readonly width: number },
): string {
  const { parts, received, single, spot, soldUsd, receivedUsd, gas, paths, unasked } = quote;
  const symbolOf = (token: Address) =>
    [tokenIn, tokenOut, ...known].find(({ address }) => address.toLowerCase() === token.toLowerCase())?.symbol ??
    shorten(token);
  const priceOf = (sold: bigint, bought: bigint) =>
    formatAmount((bought * 10n ** BigInt(tokenIn.decimals)) / sold, tokenOut);
  const price = (received * 10n ** BigInt(tokenIn.decimals)) / amount;
  const lines: [string, string][] = [
    ["sell", `${formatAmount(amount, tokenIn)}${usdText(soldUsd)}`],
    ["receive", `${colors.bold(formatAmount(received, tokenOut))}${usdText(receivedUsd)}`],
    ["price", `${formatAmount(price, tokenOut)} for 1 ${tokenIn.symbol}${moved(price, spot)}`],
    ["gas", `about ${formatCount(gas)} in a liquidation`],
    ...(single !== null && parts.length > 1
      ? [
          [
            "one path",
            `${formatAmount(single.received, tokenOut)}, ${formatAmount(received - single.received, tokenOut)} less: ${hopsText(single.hops, symbolOf)}`,
          ] as [string, string],
        ]
      : []),
    ["looked at", `${paths} ${paths === 1 ? "path" : "paths"}`],
    ...unasked.map(({ message }): [string, string] => ["not asked", `${message}; a better way may be among it`]),
  ];
  const columns = [
    { head: "  share", align: "right" },
    { head: "route" },
    { head: "sold", align: "right", importance: 2 },
    { head: "received", align: "right" },
    { head: "price", align: "right", importance: 1 },
  ] as const;
  const rows = parts.map(({ sold, received: bought, hops }) => [
    `  ${formatBps((sold * 10_000n) / amount)}`,
    hopsText(hops, symbolOf),
    formatAmount(sold, tokenIn),
    formatAmount(bought, tokenOut),
    priceOf(sold, bought),
  ]);
  return [colors.bold("Quote"), renderLines(lines), "", colors.bold("Route"), renderTable(columns, rows, width)].join(
    "\n",
  );
}

function usdText(usd: bigint | null): string {
  return usd === null ? "" : `, worth ${formatUsd(usd)}`;
}

/** How much worse the price is than that of next to nothing. */
function moved(price: bigint, spot: bigint | null): string {
  if (spot === null || spot === 0n || price >= spot) return "";
  return `, ${formatBps(((spot - price) * 10_000n) / spot)} below that of a small sale`;
}
