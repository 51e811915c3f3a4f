import { type Address, type Hex, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deploymentsFile } from "../../chains/deployments.ts";
import type { Config } from "../../core/config/config.ts";
import { SignerError } from "../../core/errors/errors.ts";
import { loadPrivateKey } from "../../core/keys/signer.ts";
import { contractsHere } from "../../flow/deploy/contracts-here.ts";
import { type Deployed, deploy } from "../../flow/deploy/deploy.ts";
import { deploySeller } from "../../flow/deploy/deploy-seller.ts";
import { requireReceiver } from "../../flow/govern/require-receiver.ts";
import { reconcile } from "../../flow/reconcile/reconcile.ts";
import { passwordPrompt } from "../ask-password.ts";
import type { Host } from "../host.ts";
import { openContext } from "../open-context.ts";
import { deployedText } from "../print/deployed-text.ts";
import { shownPath } from "../print/shown-path.ts";
import type { Session } from "../session.ts";
import type { DeployRequest } from "./deploy.ts";

/** Deploys the liquidators asked for, one after the other, as far as the chain has their protocol. */
export async function runDeploy(request: DeployRequest, session: Session): Promise<void> {
  const { progress, output, colors, host, options } = session;
  const context = await openContext(session, request.settings);
  const { config, book } = context;
  const signer = await deployerFor(request, config, host);
  const { address: from, privateKey } = signer;
  // before the seller is paid for, which no liquidator would then use
  requireReceiver(request.receiver, { seller: zeroAddress, book });
  const contracts = contractsHere(request.protocols, book, options.protocol !== undefined);
  if (request.send) await reconcile(context, new Date());
  if (contracts.length > 0) progress.show("deploying the seller");
  const account = request.send && privateKey !== null ? privateKeyToAccount(privateKey) : null;
  const seller = contracts.length > 0 ? await deploySeller(context, { from, signer: account }) : null;
  const isNew = seller !== null && !seller.wasThere;
  const results: Deployed[] = [];
  for (const contract of contracts) {
    progress.show(`deploying ${contract}`);
    const before = results.filter(({ record }) => record === null).length + (isNew && !request.send ? 1 : 0);
    const options = { ...(seller && { seller: seller.address }) };
    results.push(await deploy(context, { ...request, contract, signer, before, ...options }));
  }
  const plain = results.map(({ contract, address, setup, record, wasThere, gas }) => ({
    contract,
    address,
    sent: record !== null && !wasThere,
    wasThere,
    gas,
    setup,
    record,
  }));
  const recordFile = shownPath(deploymentsFile(book.chainId, config.deploymentsDir));
  const companion = seller && {
    contract: "Seller",
    address: seller.address,
    sent: seller.txHash !== null,
    wasThere: seller.wasThere,
    gas: seller.gas,
    setup: null,
    record: null,
  };
  output.result([...(companion ? [companion] : []), ...plain], () =>
    deployedText(results, { book, recordFile, seller }, colors),
  );
}

/** Whoever's key it is; in a dry run whoever is named. */
async function deployerFor(
  { from, send }: DeployRequest,
  config: Config,
  host: Host,
): Promise<{ readonly address: Address; readonly privateKey: Hex | null }> {
  if (from !== null) return { address: from, privateKey: null };
  const { env, redactor } = host;
  if (!send && config.keySource === "none") {
    throw new SignerError("there is no key to sign with", {
      hint: "pass --keystore <file> or set FLIQ_PRIVATE_KEY, or for a dry run --from <address>",
    });
  }
  const privateKey = await loadPrivateKey({ config, env, redactor, askPassword: passwordPrompt(host) });
  redactor.add(privateKey);
  return { address: privateKeyToAccount(privateKey).address, privateKey };
}
