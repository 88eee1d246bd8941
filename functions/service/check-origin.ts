import { timingSafeEqual } from 'node:crypto';
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from 'aws-lambda';
import { environment } from '../runtime/environment.ts';
import { sha256 } from '../runtime/sha256.ts';

type Asked = Pick<APIGatewayRequestAuthorizerEventV2, 'identitySource'>;

/**
 * The gateway's authorizer: accepts a request if CloudFront's origin header has the current or the previous value.
 * The gateway itself refuses a request without the header. It caches each answer, also a refusal, for five minutes
 * by the header's value; a deploy therefore updates this function before CloudFront sends a new value.
 */
export async function handler({ identitySource }: Asked): Promise<APIGatewaySimpleAuthorizerResult> {
  const hash = Buffer.from(sha256(identitySource[0] ?? ''));
  return {
    isAuthorized: environment('ORIGIN_HASHES').some(known => timingSafeEqual(hash, Buffer.from(known))),
  };
}
