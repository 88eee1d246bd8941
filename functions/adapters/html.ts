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
