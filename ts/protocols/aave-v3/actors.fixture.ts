import { type Address, encodeFunctionData, parseAbi, toHex } from "viem";
import type { Deployer } from "../../devnet/deploy/deployer.ts";
import { findValue } from "../differential/storage.ts";

const POOL = parseAbi([
  "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function withdraw(address asset, uint256 amount, address to) returns (uint256)",
  "function borrow(address asset, uint256 amount, uint256 interestRateMode, uint16 referralCode, address onBehalfOf)",
  "function repay(address asset, uint256 amount, uint256 interestRateMode, address onBehalfOf) returns (uint256)",
  "function repayWithATokens(address asset, uint256 amount, uint256 interestRateMode) returns (uint256)",
  "function setUserUseReserveAsCollateral(address asset, bool useAsCollateral)",
  "function setUserEMode(uint8 category)",
  "function swapBorrowRateMode(address asset, uint256 interestRateMode)",
  "function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)",
]);
const TOKEN = parseAbi([
  "function approve(address spender, uint256 amount)",
  "function transfer(address to, uint256 amount)",
]);
const FEED = parseAbi(["function latestAnswer() view returns (int256)"]);
const UNLIMITED = 2n ** 256n - 1n;
const VARIABLE = 2n;

/** What people do on a market. Each is one transaction that is awaited; one that reverts throws. */
export interface Actors {
  supply(from: Address, asset: Address, amount: bigint, onBehalfOf?: Address): Promise<void>;
  withdraw(from: Address, asset: Address, amount: bigint): Promise<void>;
  borrow(from: Address, asset: Address, amount: bigint, mode?: bigint): Promise<void>;
  repay(from: Address, asset: Address, amount: bigint, onBehalfOf?: Address, mode?: bigint): Promise<void>;
  repayWithATokens(from: Address, asset: Address, amount: bigint): Promise<void>;
  useAsCollateral(from: Address, asset: Address, use: boolean): Promise<void>;
  enterEMode(from: Address, category: number): Promise<void>;
  swapRate(from: Address, asset: Address, mode: bigint): Promise<void>;
  liquidate(
    from: Address,
    pair: readonly [collateral: Address, debt: Address],
    user: Address,
    inKind: boolean,
  ): Promise<void>;
  transfer(from: Address, token: Address, to: Address, amount: bigint): Promise<void>;
  /** Lets the pool take an account's tokens. At most once for each: USDT refuses a second approval. */
  approve(from: Address, asset: Address): Promise<void>;
  /** Writes what the feed of an asset answers. */
  setPrice(feed: Address, answer: bigint): Promise<void>;
}

export function actorsOn(deployer: Deployer, pool: Address): Actors {
  const on = (from: Address) => ({ from, to: pool, abi: POOL }) as const;
  const { send, rpc } = deployer;
  return {
    supply: (from, asset, amount, onBehalfOf = from) =>
      send({ ...on(from), functionName: "supply", args: [asset, amount, onBehalfOf, 0] }),
    withdraw: (from, asset, amount) => send({ ...on(from), functionName: "withdraw", args: [asset, amount, from] }),
    borrow: (from, asset, amount, mode = VARIABLE) =>
      send({ ...on(from), functionName: "borrow", args: [asset, amount, mode, 0, from] }),
    repay: (from, asset, amount, onBehalfOf = from, mode = VARIABLE) =>
      send({ ...on(from), functionName: "repay", args: [asset, amount, mode, onBehalfOf] }),
    repayWithATokens: (from, asset, amount) =>
      send({ ...on(from), functionName: "repayWithATokens", args: [asset, amount, VARIABLE] }),
    useAsCollateral: (from, asset, use) =>
      send({ ...on(from), functionName: "setUserUseReserveAsCollateral", args: [asset, use] }),
    enterEMode: (from, category) => send({ ...on(from), functionName: "setUserEMode", args: [category] }),
    swapRate: (from, asset, mode) => send({ ...on(from), functionName: "swapBorrowRateMode", args: [asset, mode] }),
    liquidate: (from, [collateral, debt], user, inKind) =>
      send({ ...on(from), functionName: "liquidationCall", args: [collateral, debt, user, UNLIMITED, inKind] }),
    transfer: (from, token, to, amount) =>
      send({ from, to: token, abi: TOKEN, functionName: "transfer", args: [to, amount] }),
    approve: (from, asset) => send({ from, to: asset, abi: TOKEN, functionName: "approve", args: [pool, UNLIMITED] }),
    async setPrice(feed, answer) {
      const data = encodeFunctionData({ abi: FEED, functionName: "latestAnswer" });
      const { contract, slot } = await findValue(rpc as Parameters<typeof findValue>[0], feed, data);
      await rpc("anvil_setStorageAt", [contract, toHex(slot, { size: 32 }), toHex(answer, { size: 32 })]);
    },
  };
}
