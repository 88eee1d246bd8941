import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openapi } from '../../bin/docs/openapi/document.ts';
import { deliveryStates } from '../../domain/delivery.ts';
import { reasonsNotToInvite } from '../../domain/inviting.ts';
import { visitStates } from '../../domain/redeem.ts';
import { permissions, roles } from '../../domain/role.ts';
import { sessionKinds } from '../../domain/sample-variables.ts';
import { variableNames } from '../../domain/template.ts';
import type { Route } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { templates } from '../../functions/contract/templates.ts';
import { variableGroups } from '../../web/admin/variables.ts';
import { words } from '../../web/admin/words.ts';
import * as demo from '../../web/demo/words.ts';
import { SPREADS } from '../../web/invitee/delays.ts';
import { en } from '../../web/messages/en.ts';

/** Pages do not import domain/, so these tests compare their words with the lists that they name. */

type Paths = Record<string, Record<string, { responses: Record<string, { description: string }> }>>;

const paths = openapi('1.0.0').paths as Paths;

function refusalsOf({ method, path }: Pick<Route, 'method' | 'path'>): string[] {
  const { responses = {} } = paths[path]?.[method.toLowerCase()] ?? {};
  const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
  return refusals.flatMap(([, { description }]) => description.match(/(?<=`)\w+(?=`)/g) ?? []);
}

test.each([routes.redeemInvitation, routes.getSession, routes.requestLink])(
  'the invitee’s page has words for each problem that $path may answer',
  route => {
    expect(refusalsOf(route)).toContain('temporarily_unavailable');
    expect(Object.keys(en.problems)).toEqual(expect.arrayContaining(refusalsOf(route)));
  },
);

test('the page that opens the room has words for each problem that its route may answer', () => {
  const problems = Object.keys({ ...en.problems, ...en.join.problems });
  expect(problems).toEqual(expect.arrayContaining(refusalsOf(routes.getLaunchForm)));
});

test.each(Object.values<Route>(templates))(
  'the administrators’ page has words for each problem that $method $path may answer',
  route => {
    expect(refusalsOf(route).filter(code => !Object.hasOwn(words.problems, code))).toEqual([]);
  },
);

const sorted = (list: readonly string[]) => [...list].sort();

test.each<[string, object, readonly string[]]>([
  ['the invitee’s page: roles', en.roles, roles],
  ['the invitee’s page: permissions', en.permissions, permissions],
  ['the invitee’s page: states', en.headings, visitStates],
  ['the demo: roles', demo.roleNames, roles],
  ['the demo: permissions', demo.permissionNames, permissions],
  ['the demo: delivery states', demo.deliveryNames, deliveryStates],
  ['the demo: reasons not to invite', demo.reasons, reasonsNotToInvite],
  ['the administrators’ page: roles', words.preview.roles, roles],
  ['the administrators’ page: kinds of session', words.preview.sessions, sessionKinds],
  ['the administrators’ page: variables', words.variables, variableNames],
])('%s have words, and nothing else has', (_, given, list) => {
  expect(sorted(Object.keys(given))).toEqual(sorted(list));
});

test('the menu of the administrators’ page has each variable once', () => {
  expect(sorted(Object.values(variableGroups).flat())).toEqual(sorted(variableNames));
});

test('docs/email-templates.md explains each variable', () => {
  const page = readFileSync('docs/email-templates.md', 'utf8');
  expect(variableNames.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every role but the lowest enters with the short spread', () => {
  expect(sorted(Object.keys(SPREADS))).toEqual(sorted(roles.slice(1)));
});
