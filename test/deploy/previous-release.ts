import { expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { previousRelease } from '../support/previous-release.ts';
import { call, deployed, emulator } from './support/deployed.ts';
import { previousSite } from './support/previous-stage.ts';
import { putSite } from './support/sites.ts';

/** The stage had the state of the previous release before the deploy: support/previous-stage.ts. */

const { person, linkKeys, linkToken } = previousRelease;

async function redeem(device: Device, more: object) {
  const dpop = await device.proof(`${deployed.publicOrigin}/v1/redeem`);
  return call('POST /v1/redeem', { headers: { dpop }, body: { token: linkToken, ...more } });
}

async function trustAt(pk: string): Promise<string | undefined> {
  const { TableName = '' } = await emulator.outputs('data');
  const key = ['--key', JSON.stringify({ pk: { S: pk }, sk: { S: 'TRUST' } })];
  const found = await emulator.aws('dynamodb', 'get-item', '--table-name', TableName, ...key);
  return found?.Item?.trust?.M.siteId.S;
}

test('a link of the previous release lets its invitee in, before and after its site is put again', async () => {
  const device = await Device.create();
  const entered = await redeem(device, { email: person.email, enter: true });
  expect(entered.body).toMatchObject({ state: 'admitted', invitation: { role: 'speaker' } });

  await putSite(emulator, previousSite(deployed.publicOrigin));
  expect([await trustAt(`TRUST#${person.site}`), await trustAt(`SITE#${person.site}`)]).toEqual([
    person.site,
    undefined,
  ]);
  expect((await redeem(device, { enter: true })).body).toMatchObject({ state: 'admitted' });
});

test('the deploy has copied the id key, and left the previous release’s link keys unchanged', async () => {
  const { IdKeySecret = '', LinkKeysSecret = '' } = await emulator.outputs('data');
  const keysIn = async (id: string) => {
    const { SecretString } = await emulator.aws('secretsmanager', 'get-secret-value', '--secret-id', id);
    return JSON.parse(SecretString);
  };
  expect(await keysIn(IdKeySecret)).toEqual({ key: linkKeys.invitationIdKey });
  expect(await keysIn(LinkKeysSecret)).toEqual(linkKeys);
});
