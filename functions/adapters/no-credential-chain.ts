/**
 * Replaces `@aws-sdk/credential-provider-node` in the deployed bundles. That package is a quarter of each bundle, for
 * credential sources that a function never has. A function's credentials come from its environment (see `aws.ts`).
 */
export const defaultProvider = () => () =>
  Promise.reject(new Error('Credentials come from the environment.'));
