import {
  type Abi,
  type Address,
  ContractFunctionExecutionError,
  HttpRequestError,
  type PublicClient,
  RpcRequestError,
  TimeoutError,
} from "viem";
import { AddressBookError, FliqError, RevertError } from "../core/errors/errors.ts";
import { causeChain, explainFailure } from "../core/errors/explain.ts";

export interface AddressRead {
  /** For people: what should be at the address. */
  readonly what: string;
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
}

/**
 * An address that a contract returns. Anything but a failed connection means that it is not the contract it should be.
 * @throws AddressBookError, or RpcError when the node cannot be asked.
 */
export async function readAddress(
  client: Pick<PublicClient, "readContract">,
  { what, address, abi, functionName, args }: AddressRead,
): Promise<Address> {
  try {
    return (await client.readContract({ address, abi, functionName, args: args ?? [] })) as Address;
  } catch (error) {
    const failure = explainFailure(error);
    const asked = failure instanceof RevertError || failure instanceof AddressBookError || isUndecodable(error);
    if (!asked) throw failure ?? error;
    throw wrongBook(`${what} is not at ${address}`, {}, error);
  }
}

/** The node answered, and viem could not make an address of it. */
function isUndecodable(error: unknown): boolean {
  const chain = causeChain(error);
  const kinds = [FliqError, RpcRequestError, HttpRequestError, TimeoutError];
  const failed = chain.some((cause) => kinds.some((kind) => cause instanceof kind));
  return !failed && chain[0] instanceof ContractFunctionExecutionError;
}

/** The address book, or the endpoint, is wrong. */
export function wrongBook(message: string, numbers: Record<string, string>, cause?: unknown): AddressBookError {
  return new AddressBookError(message, {
    hint: "check that the endpoint serves the right chain and is in sync, else update the project",
    numbers,
    cause,
  });
}
