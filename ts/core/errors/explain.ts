import {
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type Hex,
  MethodNotFoundRpcError,
  RpcRequestError,
} from "viem";
import { AddressBookError, FliqError, RevertError, RpcError } from "./errors.ts";
import { revertDataOf } from "./node-revert.ts";

/** Longest text of a node that is passed on, characters. */
const LONGEST = 300;
/** What nodes say when they have pruned, or never had, the state of a block. */
export const STATELESS =
  /missing trie node|BlockOutOfRange|historical state|state .{0,60}(not|un)available|(state|block|data|history) .{0,40}pruned|due to pruning|no state (found|available)|required historical/i;
/** Of the method itself: what a method that is there did not find is another matter. */
const UNSUPPORTED =
  /\bmethod(:? ["'`]?\w+["'`]?)?,? (is |was )?(not (found|supported|available)|does not exist|unsupported)|unsupported method/i;

/**
 * Any failure of a chain client as one of this project's, with one sentence and without request bodies.
 * @returns null for what is not a failure of a call: a defect of this program.
 */
export function explainFailure(error: unknown): FliqError | null {
  const chain = causeChain(error);
  const own = chain.find((cause) => cause instanceof FliqError);
  if (own) return own as FliqError;

  const said = chain.find((cause) => cause instanceof RpcRequestError);
  const data = said instanceof RpcRequestError ? revertDataOf(errorOf(said)) : null;
  const reverted = chain.find((cause) => cause instanceof ContractFunctionRevertedError);
  // viem takes every internal error of a node for a revert
  if (reverted instanceof ContractFunctionRevertedError && (data !== null || said === undefined)) {
    const name = reverted.data?.errorName ?? reverted.reason ?? reverted.signature ?? "without a reason";
    return new RevertError(`the call reverted: ${oneLine(name)}`, { cause: error, data: data ?? reverted.raw ?? "0x" });
  }
  const empty = chain.find((cause) => cause instanceof ContractFunctionZeroDataError);
  if (empty) {
    return new AddressBookError("a contract that was called is not there or is another one", {
      cause: error,
      hint: "check that the endpoint serves the right chain, and the block",
    });
  }
  if (said instanceof RpcRequestError) return nodeFailure(said, data, error);
  const outer = chain.find((cause) => cause instanceof BaseError);
  if (outer instanceof BaseError) {
    return new RpcError("node-error", oneLine(outer.shortMessage), { retryable: false, cause: error });
  }
  return null;
}

/** Errors from the outermost to the cause of the cause. */
export function causeChain(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && next !== null && chain.length < 16; ) {
    if (chain.includes(next)) break;
    chain.push(next);
    next = (next as { cause?: unknown }).cause;
  }
  return chain;
}

function errorOf({ code, data, details }: RpcRequestError) {
  return { code, message: details, data };
}

/** @param data null: it is no revert */
function nodeFailure({ code, details, url }: RpcRequestError, data: Hex | null, cause: unknown): FliqError {
  if (data !== null) return new RevertError(`the call reverted: ${oneLine(details)}`, { cause, data });
  if (code === MethodNotFoundRpcError.code || UNSUPPORTED.test(details)) {
    return new RpcError(
      "unsupported-method",
      `${url} does not support a method this command needs: ${oneLine(details)}`,
      {
        retryable: false,
        cause,
        hint: "use another endpoint",
      },
    );
  }
  if (STATELESS.test(details)) {
    return new RpcError("state-missing", `${url} keeps no state of that block (${oneLine(details)})`, {
      retryable: false,
      cause,
      hint: "use an archive node, or a newer --block",
    });
  }
  const limited = code === 429 || code === -32007 || /\brate\b|too many requests/i.test(details);
  return new RpcError(limited ? "rate-limited" : "node-error", `${url} answered with an error: ${oneLine(details)}`, {
    retryable: limited,
    cause,
    hint: limited ? "lower FLIQ_CONCURRENCY, or use another endpoint" : undefined,
  });
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
