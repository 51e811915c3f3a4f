import type { Sources } from "../../part.ts";

const TASKS = "@balancer-labs/v2-deployments/dist/tasks";

/** Balancer V2 as it was deployed on Ethereum: the creation code of each deployment. The factories carry that of their pools. */
export const BALANCER_SOURCES: Sources = {
  jobs: [],
  shipped: {
    Authorizer: `${TASKS}/20210418-authorizer/bytecode/Authorizer.json`,
    Vault: `${TASKS}/20210418-vault/bytecode/Vault.json`,
    WeightedPoolFactory: `${TASKS}/20210418-weighted-pool/bytecode/WeightedPoolFactory.json`,
    StablePoolFactory: `${TASKS}/20220609-stable-pool-v2/bytecode/StablePoolFactory.json`,
  },
};
