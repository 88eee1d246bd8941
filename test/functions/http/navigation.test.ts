import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, test } from 'vitest';
import { isNavigation } from '../../../functions/http/navigation.ts';

const PAGE = 'text/html,application/xhtml+xml,*/*;q=0.8';

test.each([
  ['a browser that opens a page', 'GET', { 'sec-fetch-mode': 'navigate', accept: PAGE }, true],
  ['a browser that tells no mode', 'GET', { accept: PAGE }, true],
  ['a script of a page', 'GET', { 'sec-fetch-mode': 'cors', accept: PAGE }, false],
  ['a program', 'GET', { accept: '*/*' }, false],
  ['a program without a wish', 'GET', {}, false],
  ['a form that is sent', 'POST', { 'sec-fetch-mode': 'navigate', accept: PAGE }, false],
])('%s: %s %o shows the answer as a page: %s', (_, method, headers, expected) => {
  const event = { headers, requestContext: { http: { method } } } as unknown as APIGatewayProxyEventV2;
  expect(isNavigation(event)).toBe(expected);
});
