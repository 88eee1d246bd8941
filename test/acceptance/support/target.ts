import { inject } from 'vitest';

/** The API under test; its description and origin are fetched before the first test. */
export const { baseUrl, tokenUrl, siteOrigin, mailStoreUrl, sesEventsUrl, logs, isLocal } = inject('target');

const json = async (path: string) => (await fetch(baseUrl + path)).json();

/** The API's public origin, which device proofs must name. */
export const publicOrigin = new URL(((await json('/no/such/path')) as { type: string }).type).origin;

type Operation = {
  operationId: string;
  responses: Record<string, { description: string }>;
};
type Description = { openapi: string; paths: Record<string, Record<string, Operation>> };

export const description = (await json('/openapi.json')) as Description;

/** The problem codes that the OpenAPI description lists for a route's status. */
export function documentedCodes(method: string, path: string, status: number): string[] {
  const response = description.paths[path]?.[method.toLowerCase()]?.responses[status];
  return [...(response?.description ?? '').matchAll(/`([a-z_]+)`/g)].map(([, code]) => code ?? '');
}
