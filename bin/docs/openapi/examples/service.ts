import type { Example } from './example.ts';

const page = (words: string) => `<!doctype html>\n<html lang="en">\n<h1>${words}</h1>\n</html>\n`;

export const service: Record<string, Example> = {
  getHealth: { answers: { 200: { status: 'ok', version: '0.1.0' } } },
  getOpenapi: { answers: { 200: { openapi: '3.1.0', info: { title: 'Roompass', version: '0.1.0' } } } },
  getTicketKeys: {
    answers: {
      200: {
        keys: [
          {
            kty: 'EC',
            crv: 'P-256',
            kid: '1',
            use: 'sig',
            alg: 'ES256',
            x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
            y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
          },
        ],
      },
    },
  },
  getProblem: { answers: { 200: page('This link has expired') } },
  getUnsubscribePage: { answers: { 200: page('Write to ada@example.edu no more?') } },
  unsubscribe: { answers: { 200: page('No more mails will be sent to ada@example.edu.') } },
};
