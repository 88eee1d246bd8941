import { find } from '../dom.ts';
import type { Site } from './answers.ts';

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Whether white text on the colour has the contrast of WCAG AA. */
const carriesWhiteText = (hex: string) =>
  /^#[0-9a-f]{6}$/i.test(hex) && 1.05 / (luminance(hex) + 0.05) >= 4.5;

/** Shows the site's name, colour and logo. A colour that would make buttons hard to read is ignored. */
export function showBrand(site: Site | undefined): void {
  if (!site) return;
  find('#site', HTMLElement).textContent = site.name;
  if (site.color && carriesWhiteText(site.color)) {
    document.documentElement.style.setProperty('--accent', site.color);
  }
  const logo = find('#logo', HTMLImageElement);
  if (!site.logoUrl || logo.src === site.logoUrl) return;
  logo.onload = () => {
    logo.hidden = false;
  };
  logo.src = site.logoUrl;
}
