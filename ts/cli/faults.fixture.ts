import { createServer } from "node:net";
import { reply, result, rpcError } from "../core/rpc/local-server.fixture.ts";
import { startAnvil } from "../devnet/node/start-anvil.ts";
import type { Intercept } from "../flow/testing/proxy.fixture.ts";

/** Public key of the local chain's account 5, who is nobody. */
export const STRANGERS_KEY = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

export interface Fault {
  readonly args?: readonly string[];
  /** Whom to liquidate instead of the reference borrower. */
  readonly user?: readonly [protocol: "aave" | "morpho", label: string];
  readonly env?: Readonly<Record<string, string>>;
  /** What the endpoint does instead. */
  readonly endpoint?: Intercept;
  /** Another endpoint; ends when the tests do. */
  readonly elsewhere?: () => Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** Answers nothing at all. */
const never: Intercept = () => true;
const page: Intercept = (_, response) => {
  reply(response, 200, "<html><body>Welcome</body></html>");
  return true;
};
const busy: Intercept = (_, response) => {
  reply(response, 429, "slow down");
  return true;
};
const otherChain: Intercept = ({ method, id }, response) => {
  if (method === "eth_chainId") result(response, id, "0x1");
  return method === "eth_chainId";
};
/** Knows the contracts, and fails on every lens: a call without a target. */
const lensless: Intercept = ({ method, id, params }, response) => {
  const [call] = (params ?? []) as { to?: string }[];
  if (method !== "eth_call" || call?.to) return false;
  rpcError(response, id, -32000, "execution aborted");
  return true;
};
const nonsense: Intercept = ({ method, id }, response) => {
  if (method === "eth_getBlockByNumber") result(response, id, "seven");
  return method === "eth_getBlockByNumber";
};

async function emptyChain() {
  const node = await startAnvil(["--chain-id", "31337"]);
  return { url: node.rpcUrl, close: node.stop };
}

async function nobodyThere() {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return { url: `http://127.0.0.1:${port}`, close: async () => {} };
}

export type FaultCase = readonly [what: string, code: number, id: string, sentence: RegExp, fault: Fault];

/** What can be wrong with `fliq liquidate <user> --send`, with the exit code, the code for scripts and the sentence. */
export const FAULTS: readonly FaultCase[] = [
  ["an unknown chain", 2, "usage", /unknown chain "mainet"; did you mean mainnet\?/, { args: ["--chain", "mainet"] }],
  [
    "contracts that are not there",
    1,
    "address-book",
    /is not at 0x\w{40}; check that the endpoint serves the right chain/,
    { elsewhere: emptyChain },
  ],
  [
    "an endpoint that is down",
    1,
    "rpc-unreachable",
    /cannot reach http:\/\/127\.0\.0\.1:\d+: the connection was refused/,
    { elsewhere: nobodyThere },
  ],
  [
    "an endpoint that never answers",
    1,
    "rpc-timeout",
    /did not answer eth_chainId within 1 s/,
    { endpoint: never, env: { FLIQ_RPC_TIMEOUT_SECONDS: "1" } },
  ],
  ["a web page", 1, "rpc-not-json-rpc", /answered a web page that is not JSON-RPC/, { endpoint: page }],
  [
    "an endpoint that makes no sense",
    1,
    "rpc-not-json-rpc",
    /answered eth_getBlockByNumber with something that makes no sense/,
    { endpoint: nonsense },
  ],
  ["an endpoint that is busy", 1, "rpc-rate-limited", /limits the rate of requests/, { endpoint: busy }],
  [
    "another chain behind a name",
    1,
    "chain-mismatch",
    /serves devnet \(chain 31337\), not base \(chain 8453\)/,
    { args: ["--chain", "base"] },
  ],
  [
    "another chain behind the endpoint",
    1,
    "chain-mismatch",
    /serves ethereum \(chain 1\), not devnet/,
    { args: ["--chain", "devnet"], endpoint: otherChain },
  ],
  [
    "accounts that cannot be read",
    1,
    "market-unreadable",
    /could not be read: .*execution aborted/,
    { endpoint: lensless },
  ],
  ["a user without debt", 3, "no-debt", /has no debt in the markets asked for/, { user: ["aave", "no-debt"] }],
  ["a healthy user", 3, "healthy", /is healthy: its health factor is 2\.8/, { user: ["aave", "healthy"] }],
  [
    "a collateral that the user does not have",
    2,
    "usage",
    /--collateral wbtc is none of WETH/,
    { args: ["--collateral", "wbtc"] },
  ],
  [
    "a debt that the user does not have",
    2,
    "usage",
    /--debt USDD is none of USDC; did you mean USDC\?/,
    { args: ["--debt", "USDD"] },
  ],
  ["an amount of nothing", 2, "usage", /--repay must be above 0; use --repay max/, { args: ["--repay", "0"] }],
  [
    "an amount above the debt",
    2,
    "usage",
    /--repay is above what may be repaid now, 11000\.\d+ USDC; use --repay max/,
    { args: ["--repay", "11000.1"] },
  ],
  [
    "a source of money that the protocol lacks",
    2,
    "funding-unsupported",
    /aave-v3 cannot be paid for by callback, only by/,
    { args: ["--funding", "callback"] },
  ],
  [
    "a wallet without money",
    3,
    "wallet-short",
    /the wallet 0x\w{40} cannot pay [\d.]+ USDC: it holds 0 USDC, and has approved 0x\w{40} to take 0 USDC; approve it/,
    { args: ["--funding", "wallet"] },
  ],
  [
    "a record in a folder that cannot be made",
    1,
    "ledger",
    /cannot record outcomes in \/proc\/nothing\/there\/ledger\.jsonl, so nothing is sent; check ledgerPath/,
    { env: { FLIQ_LEDGER_PATH: "/proc/nothing/there/ledger.jsonl" } },
  ],
  [
    "a record whose place is a folder",
    1,
    "ledger",
    /cannot record outcomes in \/, so nothing is sent/,
    { env: { FLIQ_LEDGER_PATH: "/" } },
  ],
  ["a missing key", 1, "signer", /there is no key to sign with/, { env: { FLIQ_PRIVATE_KEY: "" } }],
  [
    "a key file that others can read",
    1,
    "keystore",
    /is open to other users \(mode 644\); run chmod 600/,
    { args: ["--keystore", "open-key.json"] },
  ],
  [
    "a key that is no operator",
    4,
    "not-operator",
    /0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc is not an operator of the liquidator 0x\w{40}: /,
    { env: { FLIQ_PRIVATE_KEY: STRANGERS_KEY } },
  ],
  [
    "too much profit asked for",
    4,
    "below-min-profit",
    /earns \$\d+\.\d\d after gas, less than the minimum profit of \$1,000,000\.00; lower --min-profit/,
    { args: ["--min-profit", "1000000"] },
  ],
  [
    "more of the bonus asked for than is left",
    4,
    "bonus-share",
    /the sale leaves \d+ basis points of the bonus, less than the limit of 10000; lower --min-bonus-share-bps/,
    { args: ["--min-bonus-share-bps", "10000"] },
  ],
  [
    "pools that hold too little",
    4,
    "pool-depth",
    /the deepest route that sells WETH for USDC has a pool with \$[\d,]+\.\d\d of what it pays out, less than the least depth of \$1,000,000,000\.00; lower --min-pool-depth-usd/,
    { env: { FLIQ_MIN_POOL_DEPTH_USD: "1000000000" } },
  ],
  [
    "gas that is too dear",
    4,
    "gas-price",
    /gas costs \d\.\d+ gwei, the limit is 0\.1; wait, or raise --max-gas-gwei/,
    { args: ["--max-gas-gwei", "0.1"] },
  ],
  [
    "less of the bonus than the owner wants",
    4,
    "bonus-share-limit",
    /the share of the bonus asked for, 4000 bps, is below the owner's limit of 5000 bps; raise --min-bonus-share-bps/,
    { args: ["--min-bonus-share-bps", "4000"] },
  ],
  [
    "an oracle that reverts",
    4,
    "oracle-unavailable",
    /the market's oracle reverts/,
    { user: ["morpho", "broken-oracle"] },
  ],
];
