import {
  type Abi,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  decodeFunctionResult,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  size,
} from "viem";
import { RpcError } from "../errors/errors.ts";
import { creationCode } from "./artifact.ts";

/** Largest call without a target that nodes accept (EIP-3860); the contract and its arguments have to fit. */
export const MAX_CALL_BYTES = 49_152;

/** What wraps the contract and its arguments, with room for a client that encodes it a little longer. */
const WRAPPER_BYTES = 640;

type Mutability = "pure" | "view" | "nonpayable";

/** One call of a lens. */
export interface DeploylessCall<
  abi extends Abi,
  name extends ContractFunctionName<abi, Mutability>,
  args extends ContractFunctionArgs<abi, Mutability, name>,
> {
  /** Contract name, as in the compiler's output folder. */
  readonly contract: string;
  readonly abi: abi;
  readonly functionName: name;
  readonly args: args;
  /** Block whose state is read. */
  readonly blockNumber: bigint;
}

/**
 * Runs a contract of this project in one `eth_call` without deploying it: the node creates it, calls it and forgets it.
 * No gas limit is sent, so the node grants its own maximum; the lenses stop by themselves when it runs low.
 * @throws ConfigError when the contract is not compiled; RpcError "too-large" when the arguments cannot be sent in one
 * call; else what the client throws.
 */
export async function callDeployless<
  const abi extends Abi,
  name extends ContractFunctionName<abi, Mutability>,
  const args extends ContractFunctionArgs<abi, Mutability, name>,
>(
  client: Pick<PublicClient, "call">,
  call: DeploylessCall<abi, name, args>,
): Promise<ContractFunctionReturnType<abi, Mutability, name, args>> {
  const { contract, abi, functionName, args, blockNumber } = call;
  const code = creationCode(contract);
  const data = encodeFunctionData({ abi, functionName, args } as unknown as EncodeFunctionDataParameters);
  const bytes = size(code) + size(data) + WRAPPER_BYTES;
  if (bytes > MAX_CALL_BYTES) {
    throw new RpcError("too-large", `${contract}.${functionName} needs ${bytes} bytes in one call`, {
      retryable: false,
      numbers: { bytes, limit: MAX_CALL_BYTES },
    });
  }
  const result: { data?: Hex | undefined } = await client.call({ code, data, blockNumber });
  if (!result.data) {
    throw new RpcError("node-error", `the node returned nothing for ${contract}.${functionName}`, { retryable: true });
  }
  const decoded: unknown = decodeFunctionResult({ abi, functionName, args, data: result.data } as never);
  return decoded as ContractFunctionReturnType<abi, Mutability, name, args>;
}
