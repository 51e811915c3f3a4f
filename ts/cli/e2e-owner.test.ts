import { type Address, encodeFunctionData, erc20Abi, type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { documented, KEY, OPERATOR, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";
import { expectSentence } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const SOMEBODY = "0x1563915e194D8CfBA1943570603F7606A3115508";
const ZERO = "0x0000000000000000000000000000000000000000";
/** Account 1 of the local chain, whose key is KEY. */
/** Public key of the local chain's account 2, which owns the liquidators. */
const OWNERS_KEY = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
const owning = { FLIQ_PRIVATE_KEY: OWNERS_KEY };
const operating = { FLIQ_PRIVATE_KEY: KEY };
const AAVE = ["--protocol", "aave-v3"];

let stage: Stage;
let liquidator: Address;
beforeAll(async () => {
  stage = await setStage();
  const args = ["deploy", "--owner", stage.owner, "--receiver", stage.owner, "--send"];
  expect((await stage.fliq(args, { env: operating })).code).toBe(0);
  liquidator = (await shown()).address;
});
afterAll(() => stage?.clear());

const owner = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  stage.fliq(["owner", ...args], { env });
/** The liquidator of Aave as `allow` shows it. */
const shown = async () => resultOf(await stage.fliq(["allow", ...AAVE, "--json"]))[0];
const usdc = () => stage.chain.devnet.info.addresses.tokens.USDC as Address;
const held = () =>
  stage.chain.client.readContract({ address: usdc(), abi: erc20Abi, functionName: "balanceOf", args: [liquidator] });
const nonces = () =>
  Promise.all(
    [stage.owner as Hex, OPERATOR as Hex].map((address) => stage.chain.client.getTransactionCount({ address })),
  );

describe("what the owner does", () => {
  it.each([
    ["pause", [], "paused", true],
    ["unpause", [], "paused", false],
    ["set-limits", ["--bonus-share-bps", "6000"], "minBonusShareBps", "6000"],
    ["set-limits", ["--tip-bps", "0"], "maxTipBps", "0"],
    ["set-seller", [ZERO], "seller", ZERO],
    ["set-receiver", [SOMEBODY], "receiver", SOMEBODY],
  ] as const)("%s %j: tried without --send, done with it, and then so already", async (what, args, key, value) => {
    const before = await nonces();
    const dry = textOf(await owner([what, ...args, ...AAVE]));
    expect(dry).toMatch(/\n {6}data +0x[0-9a-f]{8,}\n\nDry run: nothing was sent\./);
    expect(await nonces()).toEqual(before);
    const sent = await owner([what, ...args, ...AAVE, "--send", "--json"], owning);
    expect(sent.stderr).toMatch(/^sent transaction 0x[0-9a-f]{64} nonce=\d+ call=set\w+\n$/);
    const [result] = resultOf({ ...sent, stderr: "" });
    expect(Object.keys(result).sort()).toEqual(documented("allow"));
    expect(result.changes).toMatchObject([{ sender: stage.owner, to: liquidator }]);
    expect((await shown())[key]).toBe(value);
    expect(textOf(await owner([what, ...args, ...AAVE]))).toMatch(/\nEverything is so already: nothing was sent\.\n$/);
  });

  it.each([
    ["set-operator", SOMEBODY, "operators"],
    ["allow-market", "main", "markets"],
    ["allow-lender", "aave-v3:main", "lenders"],
  ])("%s %s, and takes it off again", async (what, who, list) => {
    const isAllowed = async () =>
      (await shown())[list].find(({ address, name }: { address: string; name: string | null }) =>
        [address, name, name?.split(":").at(-1)].includes(who),
      )?.allowed === true;
    const isSo = await isAllowed();
    for (const remove of [isSo, !isSo]) {
      const args = [what, who, ...(remove ? ["--remove"] : []), ...AAVE, "--send"];
      expect((await owner(args, owning)).code).toBe(0);
      expect(await isAllowed()).toBe(!remove);
    }
  });

  it("rescues a token, and then there is nothing to rescue", async () => {
    const { client, devnet } = stage.chain;
    const abi = parseAbi(["function mint(address to, uint256 amount)"]);
    const data = encodeFunctionData({ abi, args: [liquidator, 12_500_000n] });
    const { deployer } = devnet.info.addresses.accounts;
    await waitForReceipt(client, { hash: await client.sendTransaction({ account: deployer, to: usdc(), data }) });
    const dry = textOf(await owner(["rescue", usdc(), "all"]));
    expect(dry).toContain(`\n    held USDC: 12.5 -> 0, to ${SOMEBODY}\n`);
    expect(await held()).toBe(12_500_000n);
    expect((await owner(["rescue", usdc(), "2.5", ...AAVE, "--send"], owning)).code).toBe(0);
    expect(await held()).toBe(10_000_000n);
    const [result] = resultOf({
      ...(await owner(["rescue", usdc(), "all", ...AAVE, "--send", "--json"], owning)),
      stderr: "",
    });
    expect(result.changes[0].differences).toMatchObject([{ what: "held", from: "10000000", to: "0" }]);
    expect(await held()).toBe(0n);
    const again = await owner(["rescue", usdc(), "all", "--send"], owning);
    expect(again.code).toBe(4);
    expectSentence(again, /AaveV3Liquidator, .*MorphoLiquidator.* and \w+ hold no USDC/);
  });

  it("offers the liquidator, takes the offer back, and hands it over", async () => {
    expect((await owner(["transfer", OPERATOR, ...AAVE, "--send"], owning)).code).toBe(0);
    expect(await shown()).toMatchObject({ owner: stage.owner, pendingOwner: OPERATOR });
    expect((await owner(["transfer", "--cancel", ...AAVE, "--send"], owning)).code).toBe(0);
    expect(await shown()).toMatchObject({ pendingOwner: null });
    expect((await owner(["transfer", OPERATOR, ...AAVE, "--send"], owning)).code).toBe(0);
    expect(textOf(await owner(["accept"]))).toMatch(
      new RegExp(`\\n {6}call +acceptOwnership\\(\\)\\n {6}from +${OPERATOR}`),
    );
    const wrong = await owner(["accept", "--send"], owning);
    expect(wrong.code).toBe(4);
    expectSentence(wrong, /may not accept AaveV3Liquidator: it is offered to 0x/);
    const ended = await owner(["accept", "--send"], operating);
    expect(ended.stdout).toMatch(
      new RegExp(`\\nChanged AaveV3Liquidator, and read back\\n {2}owner: 0x\\w+ -> ${OPERATOR}\\n`),
    );
    expect(await shown()).toMatchObject({ owner: OPERATOR, pendingOwner: null });
    // and back, for the other tests
    expect((await owner(["transfer", stage.owner, ...AAVE, "--send"], operating)).code).toBe(0);
    expect((await owner(["accept", "--send"], owning)).code).toBe(0);
  });

  it.each([
    [["pause", "--send"], 4, /may not change AaveV3Liquidator: its owner is 0x/],
    [["rescue", "ether", "all", "--send"], 4, /hold no ETH/],
    [["set-operator", SOMEBODY, "--send"], 4, /its owner is 0x/],
    [["transfer", SOMEBODY, "--send"], 4, /its owner is 0x/],
    [["accept", "--send"], 4, /are not offered to anybody; the owner offers it/],
    [["set-operator", ZERO], 2, /<address> must not be the zero address/],
    [["set-receiver", ZERO], 2, /<address> must not be the zero address/],
    [["transfer", ZERO], 2, /must not be the zero address/],
    [["rescue", ZERO, "all"], 2, /<token> must not be the zero address/],
    [["rescue", SOMEBODY, "all"], 2, /there is no token at 0x/],
    [["rescue", "ether", "1"], 2, /not clear from which; say it with --protocol/],
    [["rescue", "ether", "lots", "--protocol", "morpho"], 2, /<amount> must be a decimal number/],
    [["rescue", "ether"], 2, /missing required argument 'amount'; see fliq owner rescue --help/],
    [["transfer"], 2, /say either to whom, or --cancel/],
    [["transfer", SOMEBODY, "--cancel"], 2, /say either to whom, or --cancel/],
    [["set-limits"], 2, /say which limit/],
    [["set-limits", "--bonus-share-bps", "0"], 2, /--bonus-share-bps must be a whole number from 1 to 10000/],
    [["allow-market", "mian"], 2, /the address book has no market mian/],
    [["allow-market", SOMEBODY], 4, /add --unlisted/],
    [["allow-lender", "main", "--remove", "--unlisted"], 2, /--unlisted is for adding/],
    [["puse"], 2, /owner has no part "puse"; did you mean pause\?/],
    [[], 2, /owner needs to know what; it has pause, unpause/],
  ] as const)("%j is refused in one sentence, and nothing is sent", async (args, code, sentence) => {
    const before = await nonces();
    const ended = await owner(args, operating);
    expectSentence(ended, sentence);
    expect(ended.code).toBe(code);
    expect(await nonces()).toEqual(before);
  });

  it("refuses the wrapped native token as receiver", async () => {
    const { WETH } = stage.chain.devnet.info.addresses.tokens;
    const ended = await owner(["set-receiver", WETH, "--send"], owning);
    expect(ended.code).toBe(4);
    expectSentence(ended, /is the wrapped native token, and what comes there is lost/);
  });
});
