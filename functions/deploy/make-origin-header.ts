import { createHmac } from 'node:crypto';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { readOriginKey } from '../adapters/origin-key.ts';
import { sha256 } from '../runtime/sha256.ts';
import { customResource } from './custom-resource.ts';

/**
 * Gives CloudFormation the value of CloudFront's origin header, and the hashes of the values that the gateway
 * accepts: the current and the previous one. A value is derived from the key and the name of its rotation, so the
 * function is idempotent, and a rollback restores the value that CloudFront may still send.
 */
export const handler = customResource(async (_, event) => {
  const key = await readOriginKey();
  const derive = (rotation: string) => createHmac('sha256', key).update(rotation).digest('base64url');
  const { current, previous = current } = rotationsOf(event);
  const accepted = new Set([current, previous].map(rotation => sha256(derive(rotation))));
  return { value: derive(current), hashes: [...accepted].join(',') };
});

/** Only an update has a previous rotation. In a rollback that is the rotation of the failed deploy. */
function rotationsOf(event: CloudFormationCustomResourceEvent): { current: string; previous?: string } {
  const current: string = event.ResourceProperties.rotation;
  if (event.RequestType !== 'Update') return { current };
  return { current, previous: event.OldResourceProperties.rotation };
}
