import { type Address, type Hex, hexToBigInt, pad } from "viem";
import type { Context } from "../core/context.ts";
import type { SimulationRequest, Simulator } from "./simulator.ts";

/** Has no code. */
const PROBE: Address = "0x00000000000000000000000000000000f11d0004";
/** Returns the word in slot 0: PUSH1 0 SLOAD PUSH1 0 MSTORE PUSH1 32 PUSH1 0 RETURN. */
const CODE: Hex = "0x60005460005260206000f3";
const WORD = pad("0xf11d");

/**
 * Whether a node leaves out the state that it is to run a call on, and says nothing: code and storage given to an address
 * without any do not answer.
 * @throws what the simulator throws when the node cannot be asked
 */
export async function ignoresOverrides(
  context: Pick<Context, "client">,
  simulator: Simulator,
  { transaction, ...where }: Pick<SimulationRequest, "transaction" | "blockNumber" | "timestamp">,
): Promise<boolean> {
  const probed = await simulator.run(context, {
    ...where,
    transaction: { from: transaction.from, to: PROBE, data: "0x" },
    stateOverride: [{ address: PROBE, code: CODE, stateDiff: [{ slot: pad("0x"), value: WORD }] }],
    words: [],
  });
  return !probed.ok || probed.returnData === "0x" || hexToBigInt(probed.returnData) !== hexToBigInt(WORD);
}
