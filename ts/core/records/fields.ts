/** A record that cannot be used as it stands: a field is missing, of the wrong form, or says what another one does not. */
export class FieldError extends Error {
  override readonly name = "FieldError";
}

/** Reads the fields of a record: raw integers as decimal strings, flags, words, lists of objects. */
export interface Fields {
  has(name: string): boolean;
  /** @throws FieldError unless it is a decimal string; `fallback` stands in for a missing field. */
  integer(name: string, fallback?: bigint): bigint;
  flag(name: string, fallback?: boolean): boolean;
  text(name: string): string;
  object(name: string): Fields;
  list(name: string): Fields[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function fieldsOf(record: Readonly<Record<string, unknown>>, path = "input"): Fields {
  const wrong = (name: string, wanted: string) =>
    new FieldError(
      `${path}.${name} ${record[name] === undefined ? "is missing" : "has the wrong form"}: ${wanted} is needed`,
    );
  const nested = (value: unknown, name: string, at: string): Fields => {
    if (!isRecord(value)) throw wrong(name, "an object");
    return fieldsOf(value, at);
  };
  return {
    has: (name) => record[name] !== undefined,
    integer(name, fallback) {
      const value = record[name];
      if (value === undefined && fallback !== undefined) return fallback;
      if (typeof value !== "string" || !/^\d+$/.test(value)) throw wrong(name, "a decimal string");
      return BigInt(value);
    },
    flag(name, fallback) {
      const value = record[name] ?? fallback;
      if (typeof value !== "boolean") throw wrong(name, "true or false");
      return value;
    },
    text(name) {
      const value = record[name];
      if (typeof value !== "string") throw wrong(name, "a string");
      return value;
    },
    object: (name) => nested(record[name], name, `${path}.${name}`),
    list(name) {
      const value = record[name];
      if (!Array.isArray(value)) throw wrong(name, "a list");
      return value.map((item, index) => nested(item, name, `${path}.${name}[${index}]`));
    },
  };
}
