import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
// Not imported from zod's namespace: that would put all of zod into every bundle.
import { toDotPath } from 'zod/v4/core';
import { idSchema } from '../../domain/identifier.ts';
import { Problem } from '../../domain/problems.ts';
import { BODY_LIMIT_KIB, type Route } from '../contract/route.ts';
import { whatIsRight } from './wording.ts';

/** Parses and validates a request by the schemas of its route. */

const KIB = 1024;

/** The path's decoded parameters. A valid id has no `%`, so decoding twice does no harm. @throws `invalid_request` */
export function readPath(event: APIGatewayProxyEventV2): Record<string, string> {
  const entries = Object.entries(event.pathParameters ?? {}).map(([name, raw]) => {
    const value = idSchema.safeParse(decoded(raw ?? ''));
    if (!value.success) throw invalid(value.error, [name]);
    return [name, value.data];
  });
  return Object.fromEntries(entries);
}

export function readQuery(route: Route, event: APIGatewayProxyEventV2): unknown {
  if (route.query === undefined) return undefined;
  const query = route.query.safeParse(Object.fromEntries(new URLSearchParams(event.rawQueryString)), {
    error: whatIsRight,
  });
  if (!query.success) throw invalid(query.error);
  return query.data;
}

/** @throws `payload_too_large`, `unsupported_media_type`, `invalid_request` */
export function readBody(route: Route, event: APIGatewayProxyEventV2): unknown {
  if (route.body === undefined) return undefined;
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > (route.bodyLimitKiB ?? BODY_LIMIT_KIB) * KIB) throw new Problem('payload_too_large');
  const [mediaType = ''] = (event.headers['content-type'] ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/json') throw new Problem('unsupported_media_type');
  const body = route.body.safeParse(parseJson(bytes), { error: whatIsRight });
  if (!body.success) throw invalid(body.error);
  return body.data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem('invalid_request', { errors: [{ path: '', message: 'must be JSON in UTF-8' }] });
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Converts zod's issues to `errors`, with paths such as `invitations[2].email`. If the schema was parsed with
 * {@link whatIsRight}, the messages contain no input of the caller.
 */
export function invalid(error: z.ZodError, within: (string | number)[] = []): Problem {
  const errors = error.issues.flatMap(issue => {
    const path = [...within, ...issue.path];
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.filter(isName) : [];
    if (unknown.length === 0) return [{ path: toDotPath(path), message: issue.message }];
    return unknown.map(name => ({ path: toDotPath([...path, name]), message: 'is not known' }));
  });
  return new Problem('invalid_request', { errors: errors.slice(0, 20) });
}

/** Any other member name is not repeated in the answer, because it may be a misplaced secret. */
const isName = (key: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,29}$/.test(key);
