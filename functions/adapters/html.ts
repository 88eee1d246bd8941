import { Parser } from 'htmlparser2';

/** Elements whose text nobody sees. */
const UNSEEN = new Set(['script', 'style', 'template', 'title']);

/** What readers of a page see or can follow: its pieces of text, and where its links lead. */
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
/** Stands for a variable while the HTML around it is read; no text has it. */
const VARIABLE = '\uffff';

/** Where attributes begin that have a variable without quotes around it, so that its value could become attributes. */
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
