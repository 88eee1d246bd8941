import { CODE, INVITATION_ID, ROOM_ID, TOKEN } from './story.ts';

/** An example value for each parameter that has the same meaning everywhere. */
export const parameterExamples: Record<string, unknown> = {
  roomId: ROOM_ID,
  id: INVITATION_ID,
  name: 'invitation',
  locale: 'en',
  code: CODE,
  q: 'ada',
  status: 'pending',
  role: 'speaker',
  email: 'ada@example.edu',
  limit: 50,
  token: TOKEN,
  'Idempotency-Key': '2f1c9c1e-6f0b-4f52-9c39-0c5d3a7a4f10',
  'If-Match': '"3"',
};
