import { inject } from 'vitest';
import { type Address, emulatorAt, trust } from './emulator.ts';

/** A deployed stage with the sites `demo` and `other`, and what plays the world around it. */
export type Deployed = {
  /** Of the emulated AWS account. */
  address: Address;
  baseUrl: string;
  publicOrigin: string;
  tokenUrl: string;
  /** Of support/window.ts. */
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
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever was answered
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as any };
}

/** A login at the site `demo`. */
export async function login(claims: { sub: string; scope?: string }): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(deployed.tokenUrl, { method: 'POST', headers, body: JSON.stringify(claims) });
  return ((await response.json()) as { token: string }).token;
}
