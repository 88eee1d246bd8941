import { Parser } from 'htmlparser2';

/** Elements whose text is not displayed. */
const UNSEEN = new Set(['script', 'style', 'template', 'title']);

/** The displayed texts of an HTML page, and the URLs of its links. */
export function shownBy(html: string): string[] {
  const shown: string[] = [];
  let unseen = 0;
  const parser = new Parser({
    onopentag(name, { href }) {
      if (UNSEEN.has(name)) unseen += 1;
      if (name === 'a' && href !== undefined) shown.push(href);
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen -= 1;
    },
    ontext(text) {
      if (unseen === 0) shown.push(text);
    },
  });
  parser.end(html);
  return shown;
}

/** Elements after which a line ends. */
const LINES = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3']);

/** The text of a piece of HTML, with line breaks for its paragraphs. Text without markup stays as it is. */
export function textOf(html: string): string {
  let text = '';
  let unseen = 0;
  const parser = new Parser({
    onopentag(name) {
      if (UNSEEN.has(name)) unseen += 1;
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen -= 1;
      if (LINES.has(name)) text += '\n';
    },
    ontext(part) {
      if (unseen === 0) text += part;
    },
  });
  parser.end(html);
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

const TAG = /\{\{([^{}]*)\}\}/g;
const CONDITION = /^\s*(?:[#/]|else\s*$)/;
/** Replaces a variable while the HTML around it is parsed. It is a noncharacter, so no text contains it. */
const VARIABLE = '\uffff';

/** The offsets of attributes with an unquoted variable, whose value could become further attributes. */
export function bareVariables(html: string): number[] {
  const marked = html.replace(TAG, (tag, inner) =>
    (CONDITION.test(inner) ? ' ' : VARIABLE).repeat(tag.length),
  );
  const starts = new Set<number>();
  const parser = new Parser({
    onattribute(name, value, quote) {
      if (name.includes(VARIABLE) || (!quote && value.includes(VARIABLE))) starts.add(parser.startIndex);
    },
  });
  parser.end(marked);
  return [...starts];
}
