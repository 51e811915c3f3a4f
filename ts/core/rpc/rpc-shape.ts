type Shape = "quantity" | "data" | "hash" | "object" | "array";

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ["eth_chainId", "quantity"],
  ["eth_blockNumber", "quantity"],
  ["eth_gasPrice", "quantity"],
  ["eth_maxPriorityFeePerGas", "quantity"],
  ["eth_estimateGas", "quantity"],
  ["eth_getBalance", "quantity"],
  ["eth_getTransactionCount", "quantity"],
  ["eth_call", "data"],
  ["eth_getCode", "data"],
  ["eth_getStorageAt", "data"],
  ["eth_sendRawTransaction", "hash"],
  ["eth_getBlockByNumber", "object"],
  ["eth_getBlockByHash", "object"],
  ["eth_getTransactionReceipt", "object"],
  ["eth_getTransactionByHash", "object"],
  ["eth_feeHistory", "object"],
  ["eth_getLogs", "array"],
  ["eth_simulateV1", "array"],
]);

/**
 * Whether the result of a method has the outer shape that the protocol gives it; true for a method without a rule.
 * A proxy that answers every request with the same thing is found out here, and not in the arithmetic that follows.
 */
export function hasExpectedShape(method: string, result: unknown): boolean {
  switch (SHAPES.get(method)) {
    case "quantity":
      return typeof result === "string" && /^0x[0-9a-f]{1,64}$/i.test(result);
    case "data":
      return typeof result === "string" && /^0x([0-9a-f]{2})*$/i.test(result);
    case "hash":
      return typeof result === "string" && /^0x[0-9a-f]{64}$/i.test(result);
    case "object":
      // null is the protocol's "there is no such thing"
      return typeof result === "object" && !Array.isArray(result);
    case "array":
      return Array.isArray(result);
    case undefined:
      return true;
  }
}
