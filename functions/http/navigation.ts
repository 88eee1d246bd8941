import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** Whether the request is a browser navigation. Browsers without `Sec-Fetch-Mode` are recognised by `Accept`. */
export function isNavigation({ headers, requestContext }: APIGatewayProxyEventV2): boolean {
  if (!['GET', 'HEAD'].includes(requestContext.http.method)) return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? (headers.accept ?? '').includes('text/html') : mode === 'navigate';
}
