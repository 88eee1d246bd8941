import type { Example } from './example.ts';

const saved = {
  subject: 'Your invitation to {{roomTitle}}',
  html: '<p>Hello {{firstName}},</p><p><a href="{{link}}">Enter</a></p>',
  text: 'Hello {{firstName}}, enter here: {{link}}',
};
const rendered = {
  subject: 'Your invitation to Cell biology, live',
  html: '<p>Hello Ada,</p><p><a href="https://rooms.example.edu/i#a-sample-of-a-link">Enter</a></p>',
  text: 'Hello Ada, enter here: https://rooms.example.edu/i#a-sample-of-a-link',
};
const draft = { subject: saved.subject, variables: { firstName: 'Ada' } };

export const emailTemplates: Record<string, Example> = {
  listEmailTemplates: {
    answers: { 200: { items: [{ name: 'invitation', locale: 'en', hasDefault: true }] } },
  },
  getEmailTemplate: { answers: { 200: saved } },
  putEmailTemplate: { request: saved, answers: { 200: saved } },
  previewEmailTemplate: { request: draft, answers: { 200: rendered } },
  testEmailTemplate: { request: draft, answers: { 202: {} } },
};
