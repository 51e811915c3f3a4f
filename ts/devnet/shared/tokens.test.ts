import { parseAbi, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../testing/start-test-chain.ts";
import { ASSETS } from "./assets.ts";
import { TOKEN_SYMBOLS } from "./token-symbols.ts";

const TOKEN = parseAbi([
  "function symbol() view returns (string)",
  "function decimals() view returns (uint8)",
  "function totalSupply() view returns (uint256)",
  "function balanceOf(address) view returns (uint256)",
  "function approve(address spender, uint256 amount)",
  "function transfer(address to, uint256 amount)",
  "function transferFrom(address from, address to, uint256 amount)",
  "function withdraw(uint256 amount)",
  "error AllowanceNotCleared(uint256 current, uint256 wanted)",
]);

describe("tokens", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain();
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  it.each(TOKEN_SYMBOLS)("%s has its symbol and decimals", async (symbol) => {
    const read = { address: chain.devnet.info.addresses.tokens[symbol], abi: TOKEN } as const;
    expect(await chain.client.readContract({ ...read, functionName: "symbol" })).toBe(symbol);
    expect(await chain.client.readContract({ ...read, functionName: "decimals" })).toBe(ASSETS[symbol].decimals);
  });

  it("backs every WETH with ether that can be taken out", () =>
    chain.undoing(async () => {
      const { tokens, accounts } = chain.devnet.info.addresses;
      const weth = { address: tokens.WETH, abi: TOKEN } as const;
      const supply = await chain.client.readContract({ ...weth, functionName: "totalSupply" });
      expect(await chain.client.getBalance({ address: tokens.WETH })).toBe(supply);
      const account = accounts.whale;
      const before = await chain.client.getBalance({ address: account });
      const args = [parseEther("100")] as const;
      const hash = await chain.client.writeContract({ ...weth, account, functionName: "withdraw", args });
      const { gasUsed, effectiveGasPrice } = await waitForReceipt(chain.client, { hash });
      const gained = (await chain.client.getBalance({ address: account })) - before;
      expect(gained).toBe(parseEther("100") - gasUsed * effectiveGasPrice);
    }));

  it("has a USDT that returns nothing and refuses to change an allowance that is not zero", () =>
    chain.undoing(async () => {
      const { tokens, accounts } = chain.devnet.info.addresses;
      const usdt = { address: tokens.USDT, abi: TOKEN, account: accounts.whale } as const;
      const { owner, operator } = accounts;
      const write = async (call: Parameters<typeof chain.client.writeContract>[0]) =>
        waitForReceipt(chain.client, { hash: await chain.client.writeContract(call) });

      for (const data of ["0xa9059cbb", "0x095ea7b3"] as const) {
        const args = `${operator.slice(2).padStart(64, "0")}${"1".padStart(64, "0")}`;
        const { data: returned } = await chain.client.call({
          account: accounts.whale,
          to: tokens.USDT,
          data: `${data}${args}`,
        });
        expect(returned).toBeUndefined();
      }
      await write({ ...usdt, functionName: "approve", args: [operator, 5n], chain: null });
      await expect(
        chain.client.simulateContract({ ...usdt, functionName: "approve", args: [operator, 6n] }),
      ).rejects.toThrow("AllowanceNotCleared");
      const spend = { address: tokens.USDT, abi: TOKEN, account: operator, functionName: "transferFrom" } as const;
      await write({ ...spend, args: [accounts.whale, owner, 5n], chain: null });
      const again = { ...spend, args: [accounts.whale, owner, 1n] } as const;
      await expect(chain.client.simulateContract(again)).rejects.toThrow("reverted");
      const balance = { address: tokens.USDT, abi: TOKEN, functionName: "balanceOf", args: [owner] } as const;
      expect(await chain.client.readContract(balance)).toBe(5n);
    }));
});
