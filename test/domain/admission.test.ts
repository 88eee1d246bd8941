import { expect, test } from 'vitest';
import { launchClaims, launchUrl, ticketClaims } from '../../domain/admission.ts';
import { invitation } from './fixtures.ts';

const guest = { invitation: invitation(), device: 'thumb', linkId: 'link' };
const ada = { ...guest, userId: 'ada' };

test('a guest’s ticket has the e-mail that is not verified; a site login verifies it', () => {
  expect(ticketClaims(guest)).toMatchObject({
    email: 'Ada@Example.edu',
    email_verified: false,
    cnf: { jkt: 'thumb' },
  });
  expect(ticketClaims(guest)).not.toHaveProperty('user_id');
  expect(ticketClaims(ada)).toMatchObject({ email_verified: true, user_id: 'ada' });
});

test('the launcher is told a guest by invitation id, a person only after a site login, and never an e-mail', () => {
  expect(launchClaims(guest).sub).toBe(`guest-${guest.invitation.id}`);
  expect(launchClaims(ada).sub).toBe('ada');
  expect(JSON.stringify([launchClaims(guest), launchClaims(ada)])).not.toContain('@');
});

test('every value of a launcher’s URL is encoded, and what a value looks like does not matter', () => {
  const template = 'https://media.example.edu/room/{roomId}?t={launchToken}&r={roomId}';
  expect(launchUrl(template, { roomId: 'a:b@c+d~{launchToken}', launchToken: 'x&y=$&' })).toBe(
    'https://media.example.edu/room/a%3Ab%40c%2Bd~%7BlaunchToken%7D?t=x%26y%3D%24%26&r=a%3Ab%40c%2Bd~%7BlaunchToken%7D',
  );
});
