// `npm run build`: compiles the contracts.
import { buildContracts, installDependencies } from "./setup.mjs";

await installDependencies();
await buildContracts();
