import { inject } from 'vitest';
import { type Address, emulatorAt, trust } from './emulator.ts';

/** A deployed stage with the sites `demo` and `other`, and the stand-ins around it. */
export type Deployed = {
  /** Of the emulated AWS account. */
  address: Address;
  /** The URL of support/edge.ts, which imitates CloudFront before the gateway. */
  baseUrl: string;
  /** The gateway's own URL. */
  gatewayUrl: string;
  publicOrigin: string;
  tokenUrl: string;
  /** The URL of support/window.ts. */
  windowUrl: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    deployed: Deployed;
  }
}

export const deployed = inject('deployed');
export const emulator = emulatorAt(deployed.address);
trust(deployed.address.certificate);

type Call = { login?: string; body?: object; headers?: Record<string, string> };

/** Calls the deployed API, such as `POST /v1/redeem`. */
export async function call(request: string, { login, body, headers }: Call = {}) {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(deployed.baseUrl + path, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(login && { authorization: `Bearer ${login}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as any };
}

/** Calls the gateway at its own URL, with or without the header that CloudFront adds. */
export async function callGateway(request: string, header?: string) {
  const [method = '', path = ''] = request.split(' ');
  const headers = header === undefined ? {} : { 'x-roompass-origin': header };
  const response = await fetch(deployed.gatewayUrl + path, { method, headers });
  return { status: response.status, body: await response.json() };
}

/** A login at the site `demo`. */
export async function login(claims: { sub: string; scope?: string }): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(deployed.tokenUrl, { method: 'POST', headers, body: JSON.stringify(claims) });
  return ((await response.json()) as { token: string }).token;
}
