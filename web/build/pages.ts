import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface PageFile {
  contentType: string;
  body: Uint8Array;
}

/** What every static file is served with: nothing of another origin runs here, and nobody frames or is told the page. */
export const securityHeaders: Record<string, string> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' https: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const root = new URL('../../', import.meta.url);
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const documents = { '/': 'local/demo/index.html', '/i': 'web/invitee/index.html' };
const entryPoints = [
  { in: 'web/invitee/invitee.ts', out: 'invitee' },
  { in: 'web/invitee/invitee.css', out: 'invitee' },
  { in: 'local/demo/demo.ts', out: 'demo' },
  { in: 'local/demo/demo.css', out: 'demo' },
];

const file = (name: string, body: Uint8Array): PageFile => ({
  contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
  body,
});

/** Every static file of the pages, by the path it is served at. */
export async function bundlePages(): Promise<Map<string, PageFile>> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints,
    outdir: 'assets',
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    target: 'es2022',
    logLevel: 'silent',
  });
  const assets = outputFiles.map(
    ({ path, contents }) => [`/assets/${basename(path)}`, file(path, contents)] as const,
  );
  const pages = Object.entries(documents).map(
    async ([path, source]) => [path, file(source, await readFile(new URL(source, root)))] as const,
  );
  return new Map([...assets, ...(await Promise.all(pages))]);
}
