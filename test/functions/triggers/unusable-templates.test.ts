import { describe, expect, test, vi } from 'vitest';
import { deliveryOf, dueMail, dueMailOf, invitationOf, messageOf } from '../../support/due-mail.ts';
import { putRoom } from '../../support/ground.ts';
import { captureLines } from '../../support/log-lines.ts';
import { isDelivered, owner, ses } from './mailer-stage.ts';

/** A mail whose template cannot be used is sent with the default one. */

describe('a template that cannot be used', () => {
  const broken = { Subject: 'Come', Html: '<p>{{firstName}', Text: '{{link}}' };

  test('is replaced by the default one, which is recorded on the invitation and counted', async () => {
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    await putRoom(owner, 'room');
    ses.templates.set('local_demo_invitation_fr', broken);
    const { due } = await dueMail(owner, 'room', { locale: 'fr' });
    const lines = captureLines();
    expect(await isDelivered(due)).toBe(true);
    expect(lines()).toContainEqual(expect.objectContaining({ TemplateUnusable: 1 }));
    const { Subject, Body } = ses.mails.at(-1).Content.Simple;
    expect(Subject.Data).toContain('vous invite');
    expect(Body.Html.Data).toMatch(/\/i#/);
    expect(Body.Text.Data).toMatch(/\/i#/);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent', templateProblem: 'template_invalid' });
    vi.unstubAllEnvs();
  });

  test('according to SES itself is not retried', async () => {
    const { due } = await dueMail(owner, 'room');
    const { delivery } = await invitationOf(due);
    const { handler: recordDelivery } = await import('../../../functions/triggers/record-delivery.ts');
    const tags = {
      site: ['demo'],
      room: [Buffer.from('room').toString('base64url')],
      invitation: [due.invitation],
      mail: [due.mail],
    };
    const body = JSON.stringify({ detail: { eventType: 'Rendering Failure', mail: { tags } } });
    await isDelivered(due);
    await recordDelivery({ Records: [{ ...messageOf(due), body }] });
    const again = await dueMailOf('room', { id: due.invitation });
    expect(again.mail).not.toBe(delivery.mail);
    expect(await isDelivered(due)).toBe(true);
    expect(await isDelivered(again)).toBe(true);
    expect(ses.mails).toHaveLength(2);
    expect(ses.mails.at(-1).Content.Simple).toBeDefined();
    expect(await deliveryOf(again)).toMatchObject({ state: 'sent', templateProblem: 'template_invalid' });
  });
});
