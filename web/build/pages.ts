import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The pages that are hosted where Roompass is deployed, by the path they are served at. */
export const hostedPages = { '/i': 'web/invitee/index.html', '/admin/templates': 'web/admin/templates.html' };

export type PageFile = { path: string; contentType: string; cacheControl: string; body: string };

const root = fileURLToPath(new URL('../../', import.meta.url));
const ASSET = /\bassets\/([\w-]+)\.(js|css)\b/g;
const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/**
 * Every static file of some pages. A page names an asset `assets/<name>.js`, made of `<name>.ts` beside the page; it
 * is served under a name that changes with its content, so that browsers may keep it for ever.
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
  const hashed = new Map(assets.map(({ path }) => [path.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ''), path]));
  const files = documents.map(({ path, html }) => ({
    path,
    contentType: 'text/html; charset=utf-8',
    cacheControl: 'no-cache',
    body: html.replace(ASSET, asset => hashed.get(`/${asset}`) ?? asset),
  }));
  return [...assets, ...files];
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
