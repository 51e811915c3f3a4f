import type { Hex } from "viem";
import { UsageError } from "../../core/errors/errors.ts";

/**
 * Whole bytes as people copy them: with or without 0x, and with the quotes that JSON has around them.
 * @throws UsageError for anything else
 */
export function parseData(text: string): Hex {
  const word = text.trim().replace(/^"(.*)"$/, "$1");
  const digits = word.replace(/^0x/i, "");
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0];
  if (wrong !== undefined || word === "") {
    const why = word === "" ? "there is none" : `${JSON.stringify(wrong)} is no such digit`;
    throw new UsageError(`the data must be hexadecimal digits, and ${why}`, {
      hint: "paste it as the node gave it, 0x…",
    });
  }
  if (digits.length % 2 === 0) return `0x${digits.toLowerCase()}`;
  throw new UsageError(`the data has ${digits.length} hexadecimal digits, and a byte has two`, {
    hint: "paste it whole",
  });
}
