import type { IncomingMessage } from 'node:http';

/** Reads the whole body of a request. @returns undefined if it is larger than `limit` bytes */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Reads to the end even if the body is too large: a client that is still sending would not see the refusal.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}
