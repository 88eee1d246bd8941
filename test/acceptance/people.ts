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
    test('a person is found by the start of e-mail, first or last name, ignoring case and accents', async () => {
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

    test('a replaced person is found by the new name only, and a deleted person is not found', async () => {
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

    test('a search returns at most ten people', async () => {
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
    ])('a row with an invalid %s is reported, and the other rows are stored', async (path, people) => {
      const other = person();
      const { status, body } = await put(site, [...people(person()), other]);
      expect(status).toBe(200);
      expect(body.problems).toMatchObject([{ errors: [{ path }] }]);
      expect(body.items).toContainEqual(other);
    });

    test('an empty list is refused', async () => {
      const { status, body } = await put(site, []);
      expect([status, body.errors[0].path]).toEqual([400, 'people']);
    });

    test('a search for fewer than three characters, also after trimming, is refused with 400', async () => {
      const path = { roomId: await site.room() };
      for (const q of ['', 'ab', ' ab ', '\u0301ab']) {
        const answer = await site.call('findPeople', { path, query: { q }, login: await site.owner() });
        expect(answer, q).toMatchObject({ status: 400, body: { errors: [{ path: 'q' }] } });
      }
    });
  });
});
