import { cp, rm } from 'node:fs/promises';
import { marshall } from '@aws-sdk/util-dynamodb';
import { stackName } from '../../../lib/outputs.ts';
import { localSites } from '../../../local/sites.ts';
import { previousRelease } from '../../support/previous-release.ts';
import { ASSEMBLY, type Emulator, STAGE } from './emulator.ts';
import { rewriteTemplate } from './later-release.ts';

const { person, invitationId, linkId, linkKeys } = previousRelease;

/**
 * Creates a stage of the previous release: its table, and its keys in its secret. Of the templates, only the data
 * stack is deployed. The new secrets are empty, because the function that fills them has not run.
 */
export async function deployPreviousStage(emulator: Emulator): Promise<void> {
  const assembly = `${ASSEMBLY}-previous`;
  const stack = stackName(STAGE, 'data');
  await rm(assembly, { recursive: true, force: true });
  await cp(ASSEMBLY, assembly, { recursive: true });
  await rewriteTemplate(`${assembly}/${stack}`, 'previous', ({ Resources }) => {
    if (Resources.makeKeysRun === undefined) throw new Error('No template makes keys');
    delete Resources.makeKeysRun;
  });
  await emulator.cdk('deploy', stack, '--require-approval', 'never', '--app', assembly);
  const { TableName = '', LinkKeysSecret = '' } = await emulator.outputs('data');
  const secret = ['--secret-id', LinkKeysSecret, '--secret-string', JSON.stringify(linkKeys)];
  await emulator.aws('secretsmanager', 'put-secret-value', ...secret);
  for (const item of previousItems(new Date().toISOString()))
    await emulator.aws(
      'dynamodb',
      'put-item',
      '--table-name',
      TableName,
      '--item',
      JSON.stringify(marshall(item)),
    );
}

/** No one signs in to this site: its only person has a link. */
export function previousSite(linkBaseUrl: string) {
  const [local] = localSites(linkBaseUrl);
  if (local === undefined) throw new Error('there are no local sites');
  return { ...local, trust: { ...local.trust, siteId: person.site, issuers: [] } };
}

/** A site, an open room and an invitation in the previous release's storage format. */
function previousItems(now: string): Record<string, unknown>[] {
  const { site, room, email, locale } = person;
  const { trust, settings } = previousSite('https://rooms.example.edu');
  const owner = { id: 'owner', name: 'Olivia Owner' };
  const title = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  const names = { firstName: 'Ada', lastName: 'Byron', role: 'speaker', email, locale };
  const link = { linkId, keyId: '1', firstLinkId: linkId, linkDurationMinutes: 1440, generation: 1 };
  const made = { generatedAt: now, createdAt: now, updatedAt: now, createdBy: owner, changedBy: owner };
  return [
    { pk: `SITE#${site}`, sk: 'SETTINGS', settings, version: 1 },
    { pk: `SITE#${site}`, sk: 'TRUST', trust },
    { pk: 'ORIGINS', sk: `SITE#${site}`, origins: trust.allowedOrigins },
    {
      pk: `ROOM#${site}#${room}`,
      sk: 'ROOM',
      room: title,
      generation: 1,
      version: 1,
      createdAt: now,
      updatedAt: now,
    },
    {
      pk: `ROOM#${site}#${room}`,
      sk: `INVITATION#${invitationId}`,
      ...names,
      ...link,
      ...made,
      devices: {},
      delivery: { state: 'not_requested', at: now, requestId: 'r' },
      ttl: Math.floor(Date.parse(now) / 1000) + 90 * 86_400,
    },
  ];
}
