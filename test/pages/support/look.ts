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

/** The violations that axe-core finds in the current page, as text. */
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
 * Checks a page in light mode on a phone and in dark mode on a desktop: nothing may be inaccessible or wider than the
 * screen. Writes screenshots to artifacts/pages/ for a visual check.
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
