/** What a setting may be: as text in the environment and on the command line, as JSON in the file. */
import { z } from "zod";
import { ConfigError, FliqError } from "../errors/errors.ts";
import { parseDecimal, parseWhole } from "../math/decimal.ts";

/** Stands for the setting in every issue's message; the loader puts the name in that the user wrote. */
export const SUBJECT = "this setting";

/** A text read by one of the project's parsers, whose sentence becomes the issue. */
export function text<T>(parse: (raw: string) => T) {
  return z
    .string({ error: `${SUBJECT} must be a text` })
    .transform((raw, context) => attempt(context, () => parse(raw)));
}

/**
 * Texts, each read by one of the project's parsers: in one text with commas or spaces between them, or as a list.
 * @param least 0 or 1 of them; of none where one is wanted the parser says what is missing
 */
export function list<T>(parse: (raw: string) => T, least: 0 | 1) {
  return z
    .union([z.string(), z.array(z.string())], { error: `${SUBJECT} must be a text or a list of texts` })
    .transform((raw, context) =>
      attempt(context, (): readonly T[] => {
        const parts = [raw].flat().flatMap((text) => text.split(/[\s,]+/).filter((part) => part !== ""));
        return (parts.length < least ? [""] : parts).map(parse);
      }),
    );
}

/** A number written as text, or as a JSON number short enough to carry every digit that was written. */
function numeral() {
  return z.union([z.string(), z.number()], { error: `${SUBJECT} must be a number` }).transform((raw, context) =>
    attempt(context, () => {
      const digits = String(raw);
      if (typeof raw === "string" || (digits.length <= 16 && !/e/i.test(digits))) return digits;
      throw new ConfigError(`${SUBJECT} has more digits than a JSON number keeps`, { hint: "put it in quotes" });
    }),
  );
}

/** A decimal number, in units of its last decimal. */
export function decimal(decimals: number) {
  return numeral().transform((raw, context) => attempt(context, () => parseDecimal(raw, decimals, SUBJECT)));
}

/** A whole number within limits, both included. */
export function whole(min: bigint, max: bigint) {
  return numeral().transform((raw, context) => attempt(context, () => Number(parseWhole(raw, SUBJECT, { min, max }))));
}

/** Yes or no. */
export function flag() {
  const words = z.union([z.boolean(), z.enum(["true", "false", "1", "0"])], {
    error: `${SUBJECT} must be true or false`,
  });
  return words.transform((raw) => raw === true || raw === "true" || raw === "1");
}

interface IssueSink {
  readonly issues: { push(issue: { code: "custom"; message: string; input: unknown }): unknown };
}

function attempt<T>(context: IssueSink, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FliqError)) throw error;
    const message = error.hint ? `${error.message}; ${error.hint}` : error.message;
    // the value itself is left out: it may be a mistyped secret
    context.issues.push({ code: "custom", message, input: undefined });
    return z.NEVER;
  }
}
