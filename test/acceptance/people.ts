import { describe, expect, test } from 'vitest';
import { atBothSites, fresh, type Site, word } from './support/site.ts';

const person = () => ({
  id: fresh('person'),
  email: `${word()}@staff.test`,
  firstName: word(),
  lastName: word(),
});

async function put(site: Site, people: object[]) {
  return site.call('putPeople', { body: { people }, login: await site.backend() });
}

async function find(site: Site, roomId: string, q: string) {
  const { status, body } = await site.call('findPeople', {
    path: { roomId },
    query: { q },
    login: await site.owner(),
  });
  expect(status).toBe(200);
  return body.items;
}

describe('people', () => {
  atBothSites(site => {
    test('somebody is found by the beginning of e-mail, first and last name, without case or accents', async () => {
      const roomId = await site.room();
      const someone = { ...person(), firstName: `É${word()}`, lastName: `Ñ${word()}` };
      expect(await put(site, [someone, person()])).toMatchObject({
        status: 200,
        body: { items: [someone, {}] },
      });
      for (const term of [someone.email, someone.firstName, someone.lastName]) {
        expect(await find(site, roomId, term.slice(0, 7))).toEqual([someone]);
      }
      const plain = someone.firstName.replace('É', 'e').toUpperCase();
      expect(await find(site, roomId, plain)).toEqual([someone]);
      expect(await find(site, roomId, `${someone.firstName}x`)).toEqual([]);
    });

    test('somebody who is replaced is found by the new name only, somebody deleted not at all', async () => {
      const roomId = await site.room();
      const before = person();
      await put(site, [before]);
      const after = { ...before, firstName: word() };
      await put(site, [after]);
      expect(await find(site, roomId, before.firstName)).toEqual([]);
      expect(await find(site, roomId, after.firstName)).toEqual([after]);
      for (const _ of ['deleted', 'gone already']) {
        const answer = await site.call('deletePerson', {
          path: { id: before.id },
          login: await site.backend(),
        });
        expect(answer.status).toBe(204);
      }
      expect(await find(site, roomId, after.firstName)).toEqual([]);
    });

    test('at most ten are shown', async () => {
      const roomId = await site.room();
      const family = word();
      await put(
        site,
        Array.from({ length: 12 }, () => ({ ...person(), lastName: family })),
      );
      expect(await find(site, roomId, family)).toHaveLength(10);
    });

    test.each([
      ['people[1].id', (one: object) => [one, one]],
      ['people[0].firstName', (one: object) => [{ ...one, firstName: 'x,edit:*' }]],
      ['people[0].email', (one: object) => [{ ...one, email: 'no.address' }]],
      ['people', () => []],
    ])('a list with a wrong %s is refused as a whole', async (path, people) => {
      const { status, body } = await put(site, people(person()));
      expect(status).toBe(400);
      expect(body.errors[0].path).toBe(path);
    });

    test('fewer than three characters, also after trimming, find nobody but a 400', async () => {
      const path = { roomId: await site.room() };
      for (const q of ['', 'ab', ' ab ', '\u0301ab']) {
        const answer = await site.call('findPeople', { path, query: { q }, login: await site.owner() });
        expect(answer, q).toMatchObject({ status: 400, body: { errors: [{ path: 'q' }] } });
      }
    });
  });
});
