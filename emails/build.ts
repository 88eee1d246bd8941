import mjml2html from 'mjml';
import { DEFAULT_TEMPLATE_LOCALES, type DefaultLocale } from '../domain/template.ts';
import { type Defaults, hashOf } from './defaults.ts';
import { invitationMjml, withdrawalMjml } from './layout.ts';
import seeded from './seeded.json' with { type: 'json' };
import { invitationText, withdrawalText } from './text.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en, type Words } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { he } from './words/he.ts';
import { ja } from './words/ja.ts';
import { ptBR } from './words/pt-BR.ts';

const words: Record<DefaultLocale, Words> = { en, es, fr, de, 'pt-BR': ptBR, he, ar, ja };

export type AllDefaults = Record<DefaultLocale, Defaults>;
type Seeded = Record<string, string[]>;

/** Builds the default mails of every locale for SES: `emails/defaults.json`. */
export async function buildDefaults(): Promise<AllDefaults> {
  const entries = DEFAULT_TEMPLATE_LOCALES.map(async locale => [locale, await defaultsOf(words[locale])]);
  return Object.fromEntries(await Promise.all(entries));
}

async function defaultsOf(words: Words): Promise<Defaults> {
  const { dir, roles, invitation, withdrawal, unsubscribe } = words;
  return {
    dir,
    roles,
    invitation: {
      subject: invitation.subject,
      html: await htmlOf(invitationMjml(words)),
      text: invitationText(words),
    },
    early: invitation.early,
    withdrawal: {
      subject: withdrawal.subject,
      html: await htmlOf(withdrawalMjml(words)),
      text: withdrawalText(words),
    },
    unsubscribe,
  };
}

/** Indented, because administrators edit it. */
async function htmlOf(mjml: string): Promise<string> {
  const { html } = await mjml2html(mjml, { beautify: true, fonts: {}, validationLevel: 'strict' });
  return html.replace(/ +$/gm, '').replace(/\n{2,}/g, '\n');
}

/** Adds the hashes of `defaults` to those that releases have seeded (`emails/seeded.json`); the newest is last. */
export function withSeeded(defaults: AllDefaults, before: Seeded = seeded): Seeded {
  const grown = DEFAULT_TEMPLATE_LOCALES.map(locale => {
    const hashes = before[locale] ?? [];
    const hash = hashOf(defaults[locale].invitation);
    return [locale, hashes.at(-1) === hash ? hashes : [...hashes, hash]];
  });
  return Object.fromEntries(grown);
}
