import type { Address, TransactionSerializableEIP1559 } from "viem";

/** Everything that is signed, and nothing else. */
export type BuiltTransaction = Pick<
  Required<TransactionSerializableEIP1559>,
  "type" | "chainId" | "nonce" | "data" | "gas" | "maxFeePerGas" | "maxPriorityFeePerGas"
> & { readonly to: Address };
