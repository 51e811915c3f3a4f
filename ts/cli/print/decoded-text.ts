import { MAX_UINT256 } from "../../core/math/math.ts";
import type { Decoded, DecodedWord } from "../../flow/decode/decode-data.ts";
import { BPS_UNIT, CODE_UNIT, FACTOR_UNIT, TIME_UNIT } from "../../protocols/decoder.ts";
import type { Colors } from "./colors.ts";
import { formatBps, formatExact, formatTime } from "./format.ts";
import { renderTable } from "./table.ts";

/** The words of an answer under each other, every digit of them, then what they say together. */
export function decodedText(
  { chain, protocol, call, words, notes }: Decoded,
  { colors, width }: { readonly colors: Colors; readonly width: number },
): string {
  const said = notes.map(({ code, message }) => (code === "inconsistent" ? colors.yellow(message) : message));
  if (call === null) return said.join("\n");
  const columns = [{ head: "word" }, { head: "value", align: "right" }, { head: "raw", align: "right", importance: 0 }];
  const rows = words.map((word) => [word.name, shown(word), word.value.toString()]);
  return [
    `${colors.bold(call)} of ${protocol} on ${chain}`,
    "",
    renderTable(columns as Parameters<typeof renderTable>[0], rows, width),
    ...(said.length === 0 ? [] : ["", ...said]),
  ].join("\n");
}

/** Last second that a calendar of this program reaches. */
const LAST_SECOND = 8_640_000_000_000n;

function shown({ value, symbol, decimals }: DecodedWord): string {
  if (symbol === BPS_UNIT.symbol) return formatBps(value);
  if (symbol === FACTOR_UNIT.symbol) return value === MAX_UINT256 ? "∞" : formatExact(value, decimals);
  if (symbol === TIME_UNIT.symbol && value <= LAST_SECOND) return formatTime(value);
  return symbol === CODE_UNIT.symbol ? value.toString() : `${formatExact(value, decimals)} ${symbol}`;
}
