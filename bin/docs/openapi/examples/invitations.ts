import { problems } from '../../../../domain/problems.ts';
import type { Example } from './example.ts';
import {
  ADMITTED_AS,
  EXPIRES_AT,
  GENERATED_AT,
  INVITATION_ID,
  LINK,
  MANAGER,
  PERSON,
  ROOM_ID,
} from './story.ts';

const request = { ...PERSON, role: 'speaker', sendEmail: true, locale: 'en' };

const invitation = {
  id: INVITATION_ID,
  roomId: ROOM_ID,
  ...PERSON,
  ...ADMITTED_AS,
  status: 'pending',
  locale: 'en',
  expiresAt: EXPIRES_AT,
  devices: { used: 0, max: 1 },
  delivery: { state: 'queued', at: GENERATED_AT },
  createdBy: MANAGER,
  createdAt: GENERATED_AT,
  updatedAt: GENERATED_AT,
};
const generated = { invitation, link: LINK };

const { status, title, meaning } = problems.email_domain_blocked;
const refused = {
  status,
  problem: {
    type: 'https://rooms.example.edu/problems/email_domain_blocked',
    title,
    status,
    detail: meaning,
    code: 'email_domain_blocked',
    requestId: 'JKJaXmPLvHcESHA=',
  },
};

const history = [
  { id: '01KJMC80C0J3X8K4Z5W7Q2N9VB', at: GENERATED_AT, type: 'mailed', state: 'queued' },
  { id: '01KJMC80C0J3X8K4Z5W7Q2N9VA', at: GENERATED_AT, type: 'generated', by: MANAGER, role: 'speaker' },
];

export const invitations: Record<string, Example> = {
  generateInvitation: { request, answers: { 200: generated, 201: generated } },
  generateInvitations: {
    request: {
      invitations: [
        request,
        { email: 'bob@blocked.example', firstName: 'Bob', lastName: 'Bloggs', role: 'viewer' },
      ],
    },
    answers: { 200: { results: [{ status: 201, ...generated }, refused] } },
  },
  listInvitations: { answers: { 200: { items: [invitation], nextCursor: INVITATION_ID } } },
  getInvitation: { answers: { 200: invitation } },
  changeInvitation: {
    request: { firstName: 'Augusta', locale: 'fr' },
    answers: { 200: { ...invitation, firstName: 'Augusta', locale: 'fr' } },
  },
  getInvitationLink: { answers: { 200: { link: LINK } } },
  getInvitationHistory: { answers: { 200: { items: history } } },
  resendInvitation: { answers: { 202: invitation } },
  promoteInvitation: { request: { role: 'speaker' }, answers: { 200: invitation } },
  revokeInvitation: { answers: { 200: { ...invitation, status: 'revoked' } } },
};
