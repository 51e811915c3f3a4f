import { relative } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { deploymentsFile } from "../../chains/deployments.ts";
import { loadPrivateKey } from "../../core/keys/signer.ts";
import { ROOT } from "../../core/root.ts";
import { type Deployed, deploy } from "../../flow/deploy/deploy.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { passwordPrompt } from "../ask-password.ts";
import type { Host } from "../host.ts";
import { openContext } from "../open-context.ts";
import { deployedText } from "../print/deployed-text.ts";
import type { Session } from "../session.ts";
import type { DeployRequest } from "./deploy.ts";

/** Deploys the liquidators asked for, one after the other, as far as the chain has their protocol. */
export async function runDeploy(request: DeployRequest, session: Session): Promise<void> {
  const { progress, output, colors, host, options } = session;
  const context = await openContext(session, request.settings);
  const { config, book } = context;
  const { env, redactor } = host;
  const privateKey = await loadPrivateKey({ config, env, redactor, askPassword: passwordPrompt(host) });
  redactor.add(privateKey);
  const signer = { address: privateKeyToAccount(privateKey).address, privateKey };
  const results: Deployed[] = [];
  for (const protocol of request.protocols) {
    const isHere = PROTOCOLS[protocol].markets(book).length > 0;
    if (!isHere && options.protocol === undefined) continue;
    progress.show(`deploying ${PROTOCOLS[protocol].contract}`);
    const before = results.filter(({ record }) => record === null).length;
    results.push(await deploy(context, { ...request, protocol, signer, before, ...recordsOf(host) }));
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
  const recordFile = relative(ROOT, deploymentsFile(book.chainId, host.recordsIn));
  output.result(plain, () => deployedText(results, { book, recordFile }, colors));
}

function recordsOf({ recordsIn }: Host): { readonly recordsIn?: string } {
  return recordsIn === undefined ? {} : { recordsIn };
}
