import { presentLiquidators } from "../chains/present-liquidators.ts";
import type { Context } from "../core/context.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { chosenProtocols } from "./global-options.ts";
import type { Session } from "./session.ts";

/** The context with the liquidators of the session's protocols that the host's own records name, where it keeps its own. */
export async function withRecords(
  context: Context,
  { host: { recordsIn }, options }: Pick<Session, "host" | "options">,
): Promise<Context> {
  if (recordsIn === undefined) return context;
  const { client, book } = context;
  const contracts = chosenProtocols(options).map((name) => PROTOCOLS[name].contract);
  return { ...context, book: { ...book, liquidators: await presentLiquidators(client, book, contracts, recordsIn) } };
}
