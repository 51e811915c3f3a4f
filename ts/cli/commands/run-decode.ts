import { text } from "node:stream/consumers";
import { decodeData, decodingProtocol } from "../../flow/decode/decode-data.ts";
import { parseData } from "../../flow/decode/parse-data.ts";
import { loadBook } from "../../flow/find/load-book.ts";
import { loadSettings } from "../open-context.ts";
import { decodedText } from "../print/decoded-text.ts";
import type { Session } from "../session.ts";
import type { DecodeRequest } from "./decode.ts";

/** Shows what raw data means. No chain is asked; which one it comes from decides what amounts are in. */
export async function runDecode({ kind, data, protocols, market }: DecodeRequest, session: Session): Promise<void> {
  const { host, output, colors, width } = session;
  const protocol = decodingProtocol(kind, protocols);
  const bytes = parseData(data === "-" ? await text(host.stdin) : data);
  const { chain, chains } = loadSettings(session);
  const book = await loadBook(chain ?? "ethereum", chains);
  const decoded = decodeData(protocol, { kind, data: bytes, market }, book);
  output.result(decoded, () => decodedText(decoded, { colors, width }));
}
