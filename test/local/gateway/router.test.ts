import { describe, expect, it } from 'vitest';
import { createRouter, type Route } from '../../../local/gateway/router.ts';

const handler: Route['handler'] = async () => ({ statusCode: 200 });
const route = (method: string, path: string): Route => ({ method, path, handler });

const find = createRouter([
  route('ANY', '$default'),
  route('GET', '/v1/rooms/{roomId}'),
  route('PUT', '/v1/rooms/{roomId}'),
  route('GET', '/v1/rooms/{roomId}/invitations/{id}'),
  route('POST', '/v1/rooms/{roomId}/invitations/batch'),
  route('GET', '/v1/site/{name}'),
  route('ANY', '/v1/site/settings'),
  route('GET', '/v1/site/settings'),
  route('GET', '/i*'),
]);
const pathOf = (method: string, path: string) => find(method, path)?.route.path;

describe('the route of a request', () => {
  it('has each parameter decoded once', () => {
    expect(find('GET', '/v1/rooms/a%40b%252F/invitations/x')).toMatchObject({
      route: { path: '/v1/rooms/{roomId}/invitations/{id}' },
      pathParameters: { roomId: 'a@b%2F', id: 'x' },
    });
  });

  it('keeps a parameter with invalid percent-encoding unchanged', () => {
    expect(find('GET', '/v1/rooms/%zz')?.pathParameters).toEqual({ roomId: '%zz' });
  });

  it('prefers fixed segments to parameters, and the method to ANY', () => {
    expect(pathOf('GET', '/v1/site/settings')).toBe('/v1/site/settings');
    expect(find('GET', '/v1/site/settings')?.route.method).toBe('GET');
    expect(find('PUT', '/v1/site/settings')?.route.method).toBe('ANY');
    expect(pathOf('GET', '/v1/site/other')).toBe('/v1/site/{name}');
  });

  it.each([
    ['DELETE', '/v1/rooms/a'],
    ['HEAD', '/v1/rooms/a'],
    ['OPTIONS', '/v1/rooms/a'],
    ['TRACE', '/v1/rooms/a'],
    ['GET', '/v1/rooms/'],
    ['GET', '/v1/rooms/a/'],
    ['GET', '/v1/rooms/a/b'],
    ['GET', '//v1/rooms/a'],
  ])('is the default one for %s %s', (method, path) => {
    expect(pathOf(method, path)).toBe('$default');
  });

  it('matches every path that begins like a pattern with an asterisk', () => {
    expect(['/i', '/i/', '/i%23token', '/I', '/v1/i'].map(path => pathOf('GET', path))).toEqual([
      '/i*',
      '/i*',
      '/i*',
      '$default',
      '$default',
    ]);
  });
});
