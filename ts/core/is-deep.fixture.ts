/** Whether the longer random runs are asked for: `npm run test:deep`. */
export const IS_DEEP = process.env.FOUNDRY_PROFILE === "deep";
