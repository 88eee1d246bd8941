/** The colours of the mails, which are those of the site's pages. */
export const light = {
  ground: '#f2f4f8',
  card: '#ffffff',
  tint: '#edf3fd',
  ink: '#1b2430',
  quiet: '#566173',
  rule: '#dfe4eb',
  link: '#0057c7',
  button: '#0060df',
  onButton: '#ffffff',
};

const dark: typeof light = {
  ground: '#14171c',
  card: '#1e232b',
  tint: '#283347',
  ink: '#e8ecf2',
  quiet: '#a9b4c4',
  rule: '#3a4350',
  link: '#8fbfff',
  button: '#7db4ff',
  onButton: '#0b1626',
};

/** Media queries cannot be inline styles. MJML inlines the light colours, so the dark ones need `!important`. */
export const styles = `
  @media (max-width: 599px) {
    .card { border-radius: 0 !important; }
  }
  @media (max-width: 479px) {
    .button table { width: 100% !important; }
  }
  @media (prefers-color-scheme: dark) {
    body, .ground > div { background-color: ${dark.ground} !important; }
    .card, .card > table { background: ${dark.card} !important; }
    .tint { background-color: ${dark.tint} !important; border-color: ${dark.button} !important; }
    .card div, .card table { color: ${dark.ink} !important; }
    .quiet div, .card .quiet { color: ${dark.quiet} !important; }
    .rule p { border-top-color: ${dark.rule} !important; }
    .link { color: ${dark.link} !important; }
    .button td, .button a { background: ${dark.button} !important; color: ${dark.onButton} !important; }
  }`;
