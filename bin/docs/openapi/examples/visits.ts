import type { Example } from './example.ts';
import { ADMITTED_AS, EXPIRES_AT, PERSON, ROOM_ID, SESSION, STARTS_AT, TOKEN } from './story.ts';

const { email, firstName, lastName } = PERSON;

const admitted = {
  state: 'admitted',
  known: true,
  now: STARTS_AT,
  locale: 'en',
  site: { name: 'Example University', logoUrl: null, color: '#006efa' },
  room: SESSION,
  invitation: { firstName, lastName, ...ADMITTED_AS, expiresAt: EXPIRES_AT },
  ...ADMITTED_AS,
  joinUrl: 'https://media.example.edu/room/bio-101?t=eyJhbGciOiJFUzI1NiIs',
  ticket: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJyb29tIjoiYmlvLTEwMSJ9.c2lnbmF0dXJl',
  ticketExpiresAt: '2026-03-02T10:05:00.000Z',
};

const LAUNCH_TOKEN = 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImxhdW5jaCtqd3QifQ.eyJyb29tIjoiYmlvLTEwMSJ9.c2lnbmF0dXJl';

/** Without most of its fields. */
const launchForm = {
  action: 'https://1234567.kaf.kaltura.com/embeddedrooms/index/view-room',
  fields: {
    lti_message_type: 'basic-lti-launch-request',
    custom_entry_id: ROOM_ID,
    roles: 'Learner',
    oauth_consumer_key: '1234567',
    oauth_signature: 'c2lnbmF0dXJlIG9mIHRoZSBmb3I=',
  },
};

export const visits: Record<string, Example> = {
  redeemInvitation: { request: { token: TOKEN, email, enter: true }, answers: { 200: admitted } },
  getSession: { answers: { 200: admitted } },
  getLaunchForm: { request: { token: LAUNCH_TOKEN }, answers: { 200: launchForm } },
  requestLink: { request: { token: TOKEN }, answers: { 202: {} } },
};
