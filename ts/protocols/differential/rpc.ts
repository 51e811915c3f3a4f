/** One raw JSON-RPC call. */
export type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** @throws with the node's message when it answers with an error */
export const rpcTo =
  (url: string): Rpc =>
  async (method, params) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  };
