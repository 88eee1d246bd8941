type Page = { lang: string; dir?: 'ltr' | 'rtl'; title: string; body: string };

/** A small page that a function answers itself: no script, and nothing of anywhere else. */
export const htmlPage = ({ lang, dir = 'ltr', title, body }: Page): string => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<style>body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6em 1.2em}</style>
<title>${escapeHtml(title)}</title>
${body}
</html>
`;

/** Text as HTML shows it, within elements and quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
