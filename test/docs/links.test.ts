import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import GithubSlugger from 'github-slugger';
import { expect, test } from 'vitest';

/** Links in Markdown, and citations such as `docs/contract.md#redeem` in Markdown and comments, lead somewhere. */

const SKIPPED = /^(node_modules|artifacts|cdk\.out|\.)/;
const files = readdirSync('.', { recursive: true, encoding: 'utf8' })
  .filter(file => !SKIPPED.test(file) && /\.(md|ts|css)$/.test(file))
  .map(file => file.replaceAll('\\', '/'));

const MARKDOWN_LINK = /\]\(([^)\s]+)\)/g;
const CITATION = /(?<![\w/])((?:docs\/)?[\w/-]+\.md)(#[\w-]+)?/g;

const withoutCode = (text: string) => text.replace(/```.*?```/gs, '');

function anchorsOf(file: string): Set<string> {
  const slugger = new GithubSlugger();
  const headings = withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) => slugger.slug(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'))),
  );
}

function isThere(target: string): boolean {
  const [path = '', anchor] = target.split('#');
  if (!existsSync(path)) return false;
  return anchor === undefined || (statSync(path).isFile() && anchorsOf(path).has(anchor));
}

const resolved = (file: string, link: string) =>
  link.startsWith('#') ? `${file}${link}` : normalize(join(dirname(file), link));

test('every link in Markdown leads to a file of the repository, and to a heading in it', () => {
  const links = files
    .filter(file => file.endsWith('.md'))
    .flatMap(file =>
      [...withoutCode(readFileSync(file, 'utf8')).matchAll(MARKDOWN_LINK)]
        .map(([, link = '']) => link)
        .filter(link => !/^(https?|mailto):/.test(link))
        .map(link => ({ file, link, target: resolved(file, link) })),
    );
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ target }) => !isThere(target))).toEqual([]);
});

test('every citation of a page in code leads to that page, and to a heading in it', () => {
  const citations = files
    .filter(file => !file.endsWith('.md') && !file.endsWith('links.test.ts'))
    .flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(CITATION)].map(([, path = '', anchor = '']) => ({
        file,
        target: `${path}${anchor}`,
      })),
    )
    .filter(({ target }) => target.includes('/') || target.includes('#'));
  expect(citations.length).toBeGreaterThan(30);
  expect(citations.filter(({ target }) => !isThere(target))).toEqual([]);
});

const FOLDERS = [
  'bin',
  'config',
  'docs',
  'domain',
  'emails',
  'functions',
  'lib',
  'local',
  'sites',
  'test',
  'web',
];
const PATH = new RegExp(`\`((?:${FOLDERS.join('|')})/[\\w./-]*)\``, 'g');

test('every path of the repository that Markdown names is there', () => {
  const paths = files
    .filter(file => file.endsWith('.md'))
    .flatMap(file => [...readFileSync(file, 'utf8').matchAll(PATH)].map(([, path = '']) => ({ file, path })));
  expect(paths.length).toBeGreaterThan(30);
  expect(paths.filter(({ path }) => !existsSync(path))).toEqual([]);
});
