import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError, RevertError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import { formatDecimal, parseDecimal } from "../../core/math/decimal.ts";
import type { Token } from "../../core/tokens/token.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { DeployedLiquidator } from "../govern/deployed-liquidators.ts";
import { readAllowed } from "../govern/read-right.ts";
import { readToken } from "../read-token.ts";

export interface ApprovalRequest {
  readonly liquidator: Pick<DeployedLiquidator, "contract" | "address">;
  readonly token: Address;
  /** In whole tokens, as a person writes it; "0" takes it back. */
  readonly amount: string;
  /** Whose tokens. */
  readonly from: Address;
  readonly blockNumber: bigint;
}

/** What a wallet lets a liquidator take, and shall let it take. Amounts in token units. */
export interface Approval {
  readonly liquidator: Pick<DeployedLiquidator, "contract" | "address">;
  readonly token: Token;
  readonly from: Address;
  readonly balance: bigint;
  readonly before: bigint;
  readonly after: bigint;
  /** Whether the wallet may start liquidations: nobody else's call takes from it. */
  readonly isOperator: boolean;
  /** The call that makes it so, tried from the wallet; null when it is so already. */
  readonly call: { readonly to: Address; readonly data: Hex; readonly gas: bigint } | null;
}

/**
 * The approval that funds liquidations from a wallet: exactly this amount, tried on the newest block. Sends nothing.
 * @throws UsageError when there is no token at the address, or the amount has more decimals than it; RefusedError when the token
 * refuses; what the client throws.
 */
export async function planApproval(context: Context, request: ApprovalRequest): Promise<Approval> {
  const { client } = context;
  const { liquidator, from, blockNumber } = request;
  const read = { address: request.token, abi: erc20Abi, blockNumber } as const;
  const token = await readToken(context, request.token, blockNumber);
  const after = parseDecimal(request.amount, token.decimals, "--amount");
  const [balance, before, isOperator] = await Promise.all([
    client.readContract({ ...read, functionName: "balanceOf", args: [from] }),
    client.readContract({ ...read, functionName: "allowance", args: [from, liquidator.address] }),
    readAllowed(context, { address: liquidator.address, blockNumber }, "operators", from),
  ]);
  const known = { liquidator, token, from, balance, before, after, isOperator };
  if (before === after) return { ...known, call: null };
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [liquidator.address, after] });
  return { ...known, call: { to: token.address, data, gas: await tried(context, known, data) } };
}

/** Gas of the call. Old tokens say no by what they return. */
async function tried(
  { client }: Context,
  { token, from, before, after }: Omit<Approval, "call">,
  data: Hex,
): Promise<bigint> {
  const transaction = { account: from, to: token.address, data };
  const refused = (why: string, cause?: unknown) =>
    new RefusedError(`${token.symbol} does not let ${from} approve ${formatDecimal(after, token.decimals)}: ${why}`, {
      code: "approval-refused",
      hint: before > 0n && after > 0n ? "some tokens want the old approval taken back first: --revoke" : undefined,
      cause,
    });
  try {
    const { data: answer } = await client.call(transaction);
    if (answer !== undefined && BigInt(answer) === 0n) throw refused("it answers no");
    return await client.estimateGas(transaction);
  } catch (error) {
    const failure = explainFailure(error);
    if (failure instanceof RevertError) throw refused(revertReason(failure.data).message, error);
    throw failure ?? error;
  }
}
