import { SESv2 } from '@aws-sdk/client-sesv2';
import { afterEach, expect, it } from 'vitest';
import { localAws } from '../../../local/aws/client.ts';
import { type Ses, startSes } from '../../../local/ses/server.ts';
import { freePort } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';

const TemplateName = 'local_demo_invitation_en';
let ses: Ses;
let client: SESv2;

async function start(state: State): Promise<void> {
  ses = await startSes(state, { port: await freePort(), endpoint: undefined });
  client = new SESv2({ ...localAws, endpoint: ses.endpoint });
}

afterEach(async () => {
  client.destroy();
  await ses.stop();
});

it('restores edited templates after the emulator lost them, but not deleted ones', async () => {
  await start(new State(undefined));
  await client.createEmailTemplate({ TemplateName, TemplateContent: { Subject: 'Old', Text: 'Hello' } });
  await client.createEmailTemplate({
    TemplateName: 'gone',
    TemplateContent: { Subject: 'Gone', Text: 'Hello' },
  });
  await client.updateEmailTemplate({ TemplateName, TemplateContent: { Subject: 'New', Text: 'Hello' } });
  await client.deleteEmailTemplate({ TemplateName: 'gone' });
  await fetch(`${ses.endpoint}/clear-store`, { method: 'POST' });

  const { TemplateContent: content } = await client.getEmailTemplate({ TemplateName });
  expect(content?.Subject).toBe('New');
  const { TemplatesMetadata: list } = await client.listEmailTemplates({});
  expect(list?.map(template => template.TemplateName)).toEqual([TemplateName]);
});

it('reports an error as SES does', async () => {
  await start(new State(undefined));
  await expect(client.getEmailTemplate({ TemplateName: 'missing' })).rejects.toThrow(
    expect.objectContaining({ name: 'NotFoundException' }),
  );
});

it('stores the tags that a mail was sent with', async () => {
  await start(new State(undefined));
  const { MessageId: id = '' } = await client.sendEmail({
    FromEmailAddress: 'from@demo.test',
    Destination: { ToAddresses: ['to@demo.test'] },
    EmailTags: [{ Name: 'site', Value: 'demo' }],
    Content: { Simple: { Subject: { Data: 'Hi' }, Body: { Text: { Data: 'Hello' } } } },
  });
  expect(ses.mailTags.of(id)).toEqual({ site: ['demo'] });
  expect(ses.mailTags.of('another')).toEqual({});
});
