import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The pages that a deployed stage serves, keyed by their path. */
export const hostedPages = {
  '/i': 'web/invitee/index.html',
  '/join': 'web/join/index.html',
  '/admin/templates': 'web/admin/templates.html',
};

/**
 * The CloudFront patterns of the paths at which a page is served. Mail software may move a link's token into the
 * path, as in `/i%23…`, so every path that begins with `/i` or `/I` is the invitee's page. No other page has such a
 * path.
 */
export const patternsOf = (path: string): string[] => (path === '/i' ? ['/i*', '/I*'] : [path]);

export type PageFile = { path: string; contentType: string; cacheControl: string; body: string };

const root = fileURLToPath(new URL('../../', import.meta.url));
const ASSET = /\bassets\/([\w-]+)\.(js|css)\b/g;
const INLINE_STYLE = /<link rel="stylesheet" href="(assets\/[\w-]+\.css)" data-inline \/>/g;
const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Builds every static file of some pages. A page refers to `assets/<name>.js`, which is built from `<name>.ts` next
 * to the page. Its public name contains a hash of its content, so that browsers may cache it without end. A
 * stylesheet with `data-inline` is inlined into the page, so that the first paint needs no other file.
 */
export async function buildPages(pages: Record<string, string>): Promise<PageFile[]> {
  const documents = await Promise.all(
    Object.entries(pages).map(async ([path, file]) => ({
      path,
      file,
      html: await readFile(join(root, file), 'utf8'),
    })),
  );
  const assets = await buildAssets(documents.flatMap(sourcesOf));
  const built = new Map(assets.map(asset => [asset.path.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ''), asset]));
  const files = documents.map(({ path, html }) => ({
    path,
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'no-cache',
    body: html
      .replace(INLINE_STYLE, (_, asset) => styleElement(built.get(`/${asset}`)?.body ?? ''))
      .replace(ASSET, asset => built.get(`/${asset}`)?.path ?? asset),
  }));
  return [...assets, ...files];
}

/** An inline style, and the policy that forbids every other inline style in the page. */
function styleElement(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `<meta http-equiv="content-security-policy" content="style-src 'sha256-${hash}'" />`;
  return `${policy}\n    <style>${style}</style>`;
}

function sourcesOf({ file, html }: { file: string; html: string }): string[] {
  return [...html.matchAll(ASSET)].map(([, name, type]) =>
    join(dirname(file), `${name}.${type === 'js' ? 'ts' : type}`),
  );
}

async function buildAssets(sources: string[]): Promise<PageFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: sources.map(source => ({ in: source, out: basename(source, extname(source)) })),
    entryNames: '[name]-[hash]',
    outdir: 'assets',
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, text }) => ({
    path: `/assets/${basename(path)}`,
    contentType: contentTypes[extname(path)] ?? 'application/octet-stream',
    cacheControl: 'public, max-age=31536000, immutable',
    body: text,
  }));
}
