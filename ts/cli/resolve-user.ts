import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import { UsageError } from "../core/errors/errors.ts";
import type { ProtocolName } from "../core/names/names.ts";
import { type AddressChoice, addressChoiceText } from "../core/tokens/address-choice.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { userOf } from "../protocols/target.ts";

/** Addresses that a hint names; more help nobody. */
const MOST_NAMED = 5;

/**
 * The user that is meant: whoever is named by the ends of an address is looked up among all who ever borrowed.
 * @param protocols whose borrowers are looked at
 * @param toBlock up to which they are looked for
 * @throws UsageError unless there is exactly one
 */
export async function resolveUser(
  context: Context,
  choice: AddressChoice | null,
  protocols: readonly ProtocolName[],
  toBlock: bigint,
): Promise<Address | null> {
  if (choice === null || typeof choice === "string") return choice;
  const here = protocols.filter((name) => PROTOCOLS[name].markets(context.book).length > 0);
  const found = await Promise.all(here.map((name) => PROTOCOLS[name].discover(context, { toBlock })));
  const fits = (user: string) => user.startsWith(choice.start) && user.endsWith(choice.end);
  const users = new Map(
    found.flatMap(({ targets }) =>
      targets.flatMap((target) => {
        const user = userOf(target);
        return user !== null && fits(user.toLowerCase()) ? [[user.toLowerCase(), user] as const] : [];
      }),
    ),
  );
  const [only, ...others] = users.values();
  if (only !== undefined && others.length === 0) return only;
  const text = addressChoiceText(choice);
  if (only === undefined) {
    throw new UsageError(`nobody who ever borrowed here is ${text}`, { hint: "give the whole address" });
  }
  const named = [only, ...others].slice(0, MOST_NAMED).join(", ");
  throw new UsageError(`${text} is not one borrower but ${others.length + 1}`, { hint: `give one of them: ${named}` });
}
