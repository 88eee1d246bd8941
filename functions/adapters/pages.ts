import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { environment } from '../runtime/environment.ts';
import { awsClient } from './aws.ts';

export type PageFile = { path: string; contentType: string; cacheControl: string; body: string };

let client: S3Client | undefined;

/** Uploads one file of the pages to their S3 bucket. */
export async function putPage({ path, contentType, cacheControl, body }: PageFile): Promise<void> {
  client ??= new S3Client(awsClient('S3'));
  await client.send(
    new PutObjectCommand({
      Bucket: environment('PAGES_BUCKET'),
      Key: path.slice(1),
      ContentType: contentType,
      CacheControl: cacheControl,
      Body: body,
    }),
  );
}
