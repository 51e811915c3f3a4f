import type { Context } from "../../core/context.ts";
import { findBlock } from "../../core/rpc/block.ts";
import { failureOf } from "../failure-of.ts";
import type { Entry } from "./journal.ts";

/** The newest block, by which a chain that was started anew is told from the one that was sent to; null when it cannot be asked. */
export async function seenNow({ client }: Pick<Context, "client">): Promise<Entry["seen"]> {
  try {
    const block = await findBlock(client, { tag: "latest" });
    return block && { number: block.number, hash: block.hash };
  } catch (error) {
    failureOf(error);
    return null;
  }
}
