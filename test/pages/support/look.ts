import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { desktop, phone } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; help: string; nodes: { html: string; failureSummary?: string }[] };

/** A mail is shown within the page of a mail program, which has the landmarks. */
type Kind = 'page' | 'mail';
const RULES_OF_PAGES = { region: { enabled: false }, 'landmark-one-main': { enabled: false } };

/** What axe-core finds wrong with the page as it is now, in words. */
async function violations(page: Page, kind: Kind): Promise<string[]> {
  const rules = kind === 'mail' ? RULES_OF_PAGES : {};
  const found = await page.evaluate<Violation[]>(
    `axe.run({ rules: ${JSON.stringify(rules)} }).then(result => result.violations)`,
  );
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html} ${failureSummary ?? ''}`),
  );
}

/**
 * Looks at a page in light and dark, on a phone and on a desktop: nothing may be inaccessible or wider than the screen.
 * Leaves pictures in artifacts/pages/ for people to look at.
 */
export async function expectGoodLook(page: Page, name: string, kind: Kind = 'page'): Promise<void> {
  const looks = [
    { screen: 'phone', size: phone, colorScheme: 'light' },
    { screen: 'desktop', size: desktop, colorScheme: 'dark' },
  ] as const;
  await page.evaluate(axe);
  for (const { screen, size, colorScheme } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `artifacts/pages/${name}-${screen}-${colorScheme}.png`, fullPage: true });
    expect(await violations(page, kind), `${name}, ${colorScheme}`).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width, `${name} on a ${screen}`).toBeLessThanOrEqual(size.width);
  }
}
