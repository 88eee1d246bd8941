import type { Route } from '../contract/route.ts';
import { routes } from '../contract/routes.ts';

/** The methods of a path, including `OPTIONS`. It is empty if no route matches the path. */
export function methodsAt(path: string): string[] {
  const methods = (Object.values(routes) as Route[])
    .filter(route => leadsTo(route.path, path))
    .map(({ method }) => method);
  return methods.length === 0 ? [] : [...new Set(methods), 'OPTIONS'];
}

/** `/v1/rooms/{roomId}` matches `/v1/rooms/bio-101`. */
function leadsTo(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) =>
      segment.startsWith('{') ? actual[index] !== '' : segment === actual[index],
    )
  );
}
