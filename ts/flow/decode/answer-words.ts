import type { Hex } from "viem";
import { UsageError } from "../../core/errors/errors.ts";
import type { AnswerDecoder } from "../../protocols/decoder.ts";

/** Digits of a word of 32 bytes. */
const WORD = 64;

/**
 * The words of an answer as its decoder names them.
 * @param data whole bytes
 * @throws UsageError when it is no answer of that call: another length, or a word that its type does not hold.
 */
export function answerWords(data: Hex, { call, words }: Pick<AnswerDecoder, "call" | "words">): Record<string, bigint> {
  const digits = data.slice(2);
  const wanted = `${call} answers with ${words.length} words of 32 bytes`;
  if (digits === "") {
    throw new UsageError(`the answer is empty, and ${wanted}`, {
      hint: "a node answers so when there is no contract at the address; check it, and the chain",
    });
  }
  if (digits.length !== words.length * WORD) {
    const rest = digits.length % WORD;
    const length = rest === 0 ? counted(digits.length / WORD, "word") : counted(digits.length / 2, "byte");
    throw new UsageError(`the answer has ${length}, and ${wanted}`, {
      hint: rest === 8 ? "4 bytes and words are a call, or a revert: see fliq decode revert" : "paste it whole",
    });
  }
  return Object.fromEntries(
    words.map(({ name, bits }, index) => {
      const value = BigInt(`0x${digits.slice(index * WORD, (index + 1) * WORD)}`);
      if (value >> BigInt(bits) === 0n) return [name, value];
      throw new UsageError(`word ${index + 1} of the answer, ${name}, is larger than its ${bits} bits: ${value}`, {
        hint: `it is no answer of ${call}; check the kind and --protocol`,
      });
    }),
  );
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
