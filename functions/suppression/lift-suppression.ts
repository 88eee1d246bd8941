import { liftSuppression } from '../adapters/dynamodb/suppressions.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.liftSuppression, async ({ caller: { site }, path, now }) => {
  await liftSuppression(site.id, path.id, now);
  return { status: 204 };
});
