type Page = { lang: string; dir?: 'ltr' | 'rtl'; title: string; body: string };

/** No referrer, because the URL of such a page may contain a token. */
export const htmlPageHeaders = {
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** A small page that a function answers. It has no script and loads nothing. */
export const htmlPage = ({ lang, dir = 'ltr', title, body }: Page): string => `<!doctype html>
<html lang="${lang}" dir="${dir}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<style>html{background:Canvas;color:CanvasText}body{font:1.0625rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6em 1.2em}</style>
<title>${escapeHtml(title)}</title>
<main>
${body}
</main>
</html>
`;

/** Escapes text for elements and double-quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
