import { request } from 'node:https';
import { type LoopbackServer, listenOnLoopback } from '../../../local/support/loopback.ts';
import type { Emulator } from './emulator.ts';

type Header = { HeaderName: string; HeaderValue: string };
type Origin = { CustomHeaders?: { Items?: Header[] } };

/** The value of the header that CloudFront adds, read from its configuration. */
export async function originHeader({ aws }: Emulator): Promise<string> {
  const { DistributionList } = await aws('cloudfront', 'list-distributions');
  const origins: Origin[] = DistributionList.Items[0].Origins.Items;
  const headers = origins.flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? []);
  const [header] = headers.filter(({ HeaderName }) => HeaderName === 'x-roompass-origin');
  if (header === undefined) throw new Error('CloudFront adds no x-roompass-origin');
  return header.HeaderValue;
}

/** Imitates CloudFront with its header, because the emulator's CloudFront cannot reach the gateway. */
export async function startEdge(emulator: Emulator, gatewayUrl: string): Promise<LoopbackServer> {
  const value = await originHeader(emulator);
  return listenOnLoopback((incoming, response) => {
    const { host: _own, ...headers } = incoming.headers;
    const options = { method: incoming.method, headers: { ...headers, 'x-roompass-origin': value } };
    const forwarded = request(gatewayUrl + incoming.url, options, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', error => response.destroy(error));
    incoming.pipe(forwarded);
  });
}
