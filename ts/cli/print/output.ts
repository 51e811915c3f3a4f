import type { Redactor } from "../../core/errors/redact.ts";
import type { OutputStream } from "../host.ts";
import { toJson } from "./json.ts";

/** Where a command's result goes: text for people, or one JSON document for programs (of `event`, one a line). */
export interface Output {
  readonly json: boolean;
  /** Prints the result once: `data` under `{"ok":true,"result":…}` with --json, else what `text` makes of it. */
  result<T>(data: T, text: (data: T) => string): void;
  /** Prints one of many results as it comes: `{"ok":true,"event":…}` on a line of its own with --json. */
  event(data: unknown, text: () => string): void;
  /** Prints what stands before the result; nothing with --json. */
  text(text: string): void;
}

export function createOutput(stream: OutputStream, redactor: Pick<Redactor, "redact">, json: boolean): Output {
  const print = (content: string) => {
    stream.write(`${redactor.redact(content)}\n`);
  };
  return {
    json,
    result(data, text) {
      print(json ? toJson({ ok: true, result: data }) : text(data));
    },
    event(data, text) {
      print(json ? toJson({ ok: true, event: data }) : text());
    },
    text(text) {
      if (!json) print(text);
    },
  };
}
