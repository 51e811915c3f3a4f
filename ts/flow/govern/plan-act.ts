import { type Address, isAddressEqual, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError, UsageError } from "../../core/errors/errors.ts";
import { formatDecimal, parseDecimal } from "../../core/math/decimal.ts";
import type { Token } from "../../core/tokens/token.ts";
import { readToken } from "../read-token.ts";
import type { Act } from "./acts.ts";
import { callOf, type Difference, type PlannedChanges } from "./plan-changes.ts";
import type { Governance } from "./read-governance.ts";
import { readHeld } from "./read-held.ts";
import { requireReceiver } from "./require-receiver.ts";

const NOTHING: PlannedChanges = { changes: [], alreadySo: [] };

/**
 * The call of an act on one liquidator: none where it is so already, and nothing at all of a liquidator that is not offered to
 * anybody and is to be accepted.
 * @throws RefusedError for a new owner who could never accept, for more than lies there, and when what is rescued would be lost;
 * UsageError for an amount or a token that is none; what the client throws.
 */
export async function planAct(context: Context, governance: Governance, act: Act): Promise<PlannedChanges> {
  if (act.kind === "accept") return planAcceptance(governance);
  if (act.kind === "offer") return planOffer(context, governance, act.to);
  return planRescue(context, governance, act);
}

function planAcceptance({ address, owner, pendingOwner }: Governance): PlannedChanges {
  if (pendingOwner === null) return NOTHING;
  const differences = [
    difference("owner", owner, pendingOwner),
    // the contract forgets the offer with it
    difference("pendingOwner", pendingOwner, zeroAddress),
  ];
  return {
    changes: [callOf(address, pendingOwner, { setter: "acceptOwnership", args: [], differences })],
    alreadySo: [],
  };
}

function planOffer({ book }: Context, governance: Governance, to: Address): PlannedChanges {
  const { address, contract, owner, pendingOwner, values } = governance;
  const isSo = difference("owner", owner, owner);
  const deaf = [address, values.seller, book.wrappedNative].find((one) => isAddressEqual(one, to));
  if (deaf !== undefined && !isAddressEqual(deaf, zeroAddress)) {
    throw new RefusedError(`${to} can never accept ${contract}: it makes no calls of its own`, {
      code: "owner-invalid",
      hint: "name an account that can send transactions, or a multisig",
    });
  }
  if (isAddressEqual(to, owner)) {
    if (pendingOwner === null) return { changes: [], alreadySo: [isSo] };
    throw new RefusedError(`${to} owns ${contract} already, and has offered it to ${pendingOwner}`, {
      code: "already-owner",
      hint: "take the offer back with --cancel",
    });
  }
  const change = difference("pendingOwner", pendingOwner ?? zeroAddress, to);
  if (isAddressEqual(pendingOwner ?? zeroAddress, to)) return { changes: [], alreadySo: [change] };
  const call = { setter: "transferOwnership", args: [to], differences: [change] };
  return { changes: [callOf(address, owner, call)], alreadySo: [] };
}

async function planRescue(
  context: Context,
  governance: Governance,
  { token: tokenAddress, amount }: Extract<Act, { kind: "rescue" }>,
): Promise<PlannedChanges> {
  const { address, contract, owner, blockNumber } = governance;
  const { receiver, seller } = governance.values;
  const token = isAddressEqual(tokenAddress, zeroAddress)
    ? etherOf(context)
    : await readToken(context, tokenAddress, blockNumber);
  const asked = amount === null ? null : parseDecimal(amount, token.decimals, "<amount>");
  if (asked === 0n) throw new UsageError("<amount> must be above 0", { hint: "or all" });
  const held = await readHeld(context, { address, blockNumber }, token.address);
  const moved = asked ?? held;
  const rescued: Difference = {
    ...{ what: "held", who: token.address, name: token.symbol, token, receiver },
    ...{ from: held, to: held - moved },
  };
  if (held === 0n) return { changes: [], alreadySo: [{ ...rescued, to: 0n }] };
  if (moved > held) {
    const [has, wants] = [held, moved].map((units) => formatDecimal(units, token.decimals));
    throw new RefusedError(`${contract} holds ${has} ${token.symbol}, not ${wants}`, {
      code: "rescue-too-much",
      hint: "say less, or all",
      numbers: { held, asked: moved },
    });
  }
  requireReceiver(receiver, { seller, book: context.book });
  const call = { setter: "rescue", args: [token.address, moved], differences: [rescued] };
  return { changes: [callOf(address, owner, call)], alreadySo: [] };
}

function etherOf({ client }: Context): Token {
  const { symbol, decimals } = client.chain.nativeCurrency;
  return { address: zeroAddress, symbol, decimals };
}

function difference(what: "owner" | "pendingOwner", from: Address, to: Address): Difference {
  return { what, who: null, name: null, from, to };
}
