import { byRole, when } from './conditions.ts';
import { light, styles } from './look.ts';
import type { Words } from './words/en.ts';

/** The HTML parts, as MJML. A mail loads nothing: it uses the system's fonts, and its only picture is attached. */

export function invitationMjml(words: Words): string {
  const { greeting, invitation } = words;
  const { lead, abilities, planned, open, start, anytime, button } = invitation;
  const summary = when('isPlanned', planned, when('isOpen', open, when('startsAt', start, anytime)));
  const blocks = [
    text(html(greeting)),
    text(byRole(lead, html), 'padding-top="12px"'),
    heading,
    text(byRole(abilities, html)),
    session(words),
    `<mj-raw>{{#if roomDescription}}</mj-raw>
    ${text('<div dir="auto" style="white-space: pre-line">{{roomDescription}}</div>', 'padding-top="20px"')}
    <mj-raw>{{/if}}</mj-raw>`,
    `<mj-button css-class="button" href="{{link}}" padding="28px 24px 20px">
      ${when('isOpen', html(button.open), html(button.otherwise))}
    </mj-button>`,
    plainLink(words),
    `<mj-divider css-class="rule" padding="24px 24px" border-width="1px" border-color="${light.rule}" />`,
    phone(words),
  ];
  return mail(words, { summary: html(summary), blocks, smallPrint: notes(words) });
}

export function withdrawalMjml(words: Words): string {
  const { lead, calendar, mistake } = words.withdrawal;
  const blocks = [
    text(html(words.greeting)),
    text(html(lead), 'padding-top="12px"'),
    heading,
    text(html(calendar)),
  ];
  return mail(words, { summary: html(calendar), blocks, smallPrint: html(mistake) });
}

/** Sentences are plain text: escapes their `&` for HTML. */
const html = (sentence: string): string => sentence.replaceAll('&', '&amp;');

const startOf = ({ dir }: Words): string => (dir === 'rtl' ? 'right' : 'left');

const text = (content: string, attributes = ''): string => `<mj-text ${attributes}>${content}</mj-text>`;

const quiet = (content: string, attributes = ''): string =>
  `<mj-text css-class="quiet" font-size="14px" color="${light.quiet}" ${attributes}>${content}</mj-text>`;

/** A manager wrote the title and the description: `auto` takes the direction from the text's own language. */
const heading = `<mj-text padding="6px 24px 16px"><h1 dir="auto" style="margin:0;font-size:26px;line-height:1.25">{{roomTitle}}</h1></mj-text>`;

function session(words: Words): string {
  const { planned, plannedHint, early, open, start, end, anytime } = words.invitation;
  const strong = (sentence: string) => `<strong>${html(sentence)}</strong>`;
  const times = when('isPlanned', strong(planned), `${when('isOpen', `${strong(open)}<br>`)}${html(start)}`);
  const content = [
    when('startsAt', times, strong(anytime)),
    when('opensAt', `<br>${html(early)}`),
    when('endsAt', `<br>${html(end)}`),
    when('isPlanned', `<br>${html(plannedHint)}`),
  ];
  const look = `padding:14px 18px;background-color:${light.tint};border-${startOf(words)}:4px solid ${light.button}`;
  return `<mj-table padding="20px 24px 0" role="presentation"><tr><td class="tint" style="${look}">${content.join('')}</td></tr></mj-table>`;
}

/** A URL reads from left to right, also within a right-to-left language. */
const plainLink = ({ invitation: { copy } }: Words): string =>
  text(
    `<span class="quiet" style="color:${light.quiet}">${html(copy)}</span><br>
    <a class="link" href="{{link}}" dir="ltr" style="color:${light.link};word-break:break-all">{{link}}</a>`,
    'font-size="14px"',
  );

/** The white background around the QR code keeps it readable for cameras in dark mode. */
function phone(words: Words): string {
  const { qrCode, scan } = words.invitation;
  const picture = 'display:block;background-color:#ffffff;border-radius:8px;color:#1b2430;font-size:14px';
  return `<mj-table role="presentation" width="auto" align="${startOf(words)}" font-size="15px">
    <tr>
      <td width="160"><img src="{{qrCode}}" alt="${html(qrCode)}" width="160" height="160" style="${picture}"></td>
      <td style="padding:0 18px">${html(scan)}</td>
    </tr>
  </mj-table>`;
}

function notes(words: Words): string {
  const items = words.invitation.notes.map(note => `<li style="margin:0 0 6px">${html(note)}</li>`);
  return `<ul style="margin:0;padding:0;padding-${startOf(words)}:18px">${items.join('')}</ul>`;
}

/** `summary` is the preview text that a mailbox shows next to the subject. */
type Content = { summary: string; blocks: string[]; smallPrint: string };

function mail(words: Words, { summary, blocks, smallPrint }: Content): string {
  const { locale, dir } = words;
  const start = startOf(words);
  return `<mjml lang="${locale}" dir="${dir}">
  <mj-head>
    <mj-title>{{roomTitle}}</mj-title>
    <mj-preview>${summary}</mj-preview>
    <mj-raw>
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
      <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
    </mj-raw>
    <mj-attributes>
      <mj-all font-family="system-ui, -apple-system, 'Segoe UI', Arial, sans-serif" />
      <mj-section direction="${dir}" />
      <mj-column direction="${dir}" />
      <mj-text padding="0 24px" align="${start}" font-size="16px" line-height="1.5" color="${light.ink}" />
      <mj-table padding="0 24px" align="${start}" font-size="16px" line-height="1.5" color="${light.ink}" />
      <mj-button align="${start}" font-size="17px" font-weight="bold" inner-padding="15px 32px" border-radius="8px" background-color="${light.button}" color="${light.onButton}" />
    </mj-attributes>
    <mj-style>${styles}</mj-style>
  </mj-head>
  <mj-body css-class="ground" width="600px" background-color="${light.ground}">
    <mj-section padding="24px 0 12px"><mj-column>
      ${quiet('{{siteName}}', 'font-weight="bold"')}
    </mj-column></mj-section>
    <mj-section css-class="card" padding="28px 0" border-radius="12px" background-color="${light.card}"><mj-column>
      ${blocks.join('\n')}
    </mj-column></mj-section>
    <mj-section padding="20px 0 24px"><mj-column>${quiet(smallPrint)}</mj-column></mj-section>
  </mj-body>
</mjml>`;
}
