import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { expectState, newPage, useBrowser } from './support/browser.ts';
import { generate, openDemo, openedDemo, openInviteDialog, rowOf } from './support/demo.ts';
import { expectGoodLook } from './support/look.ts';
import { invite } from './support/site.ts';

useBrowser();

const newEmail = () => `lin-${randomUUID()}@example.edu`;

test.each(['owner', 'editor', 'publisher'])(
  'the %s of a room finds "Invite users" in its menu',
  async person => {
    const page = await openedDemo(person, 'open-room');
    await page.getByLabel('More').click();
    await page.locator('[data-action=invite]:enabled').waitFor();
    if (person === 'owner') await expectGoodLook(page, 'demo-menu');
  },
);

test.each([
  ['student', 'open-room', 'Only the owner and the co-owners'],
  ['owner', 'no-chat-room', 'This room has no Chat & Collaboration.'],
])(
  'the menu says why the %s cannot invite into the %s, and offers nothing to press',
  async (person, room, why) => {
    const page = await openedDemo(person, room);
    await page.getByLabel('More').click();
    await page.getByText(why).waitFor();
    expect(await page.locator('[data-action=invite]').isDisabled()).toBe(true);
    expect(await page.locator('#page-problem').textContent()).toBe('');
    await expectGoodLook(page, `demo-menu-${person}-${room}`);
  },
);

test('a student does not see who is invited', async () => {
  const page = await openedDemo('student', 'open-room');
  await page.getByText('Only the owner', { exact: false }).waitFor({ state: 'attached' });
  expect(await page.locator('#invitations').isVisible()).toBe(false);
});

test('choosing a person from the typeahead fills the address and the names', async () => {
  const page = await openedDemo('owner', 'open-room');
  const dialog = await openInviteDialog(page);
  await dialog.getByLabel('Email address').pressSequentially('byr');
  await dialog.getByRole('option').waitFor();
  await expectGoodLook(page, 'demo-typeahead');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await dialog.getByLabel('Email address').inputValue()).toBe('ada@demo.test');
  expect(await dialog.getByLabel('First name').inputValue()).toBe('Ada');
  expect(await dialog.getByLabel('Last name').inputValue()).toBe('Byron');
  expect(await page.locator('#matches').isVisible()).toBe(false);
});

test('choosing a person from it with the mouse does the same', async () => {
  const page = await openedDemo('owner', 'open-room');
  const dialog = await openInviteDialog(page);
  await dialog.getByLabel('Email address').pressSequentially('STELLA');
  await dialog.locator('[data-person-email="student@demo.test"]').click();
  expect(await dialog.getByLabel('Last name').inputValue()).toBe('Student');
});

test('the Invite window explains what each invitation type may do', async () => {
  const page = await openedDemo('owner', 'open-room');
  const dialog = await openInviteDialog(page);
  const choices = await dialog.locator('#roles label').allTextContents();
  expect(choices.toSorted()).toEqual([
    'Moderator backchannel, initiate interactions, Q&A',
    'Speaker backchannel, interactions, Q&A',
    'Viewer chat, answer interactions, Q&A',
  ]);
  await dialog.getByLabel('Send link via email').waitFor();
  await expectGoodLook(page, 'demo-invite');
});

test('a site without an invitation template offers no "Send link via email"', async () => {
  const page = await newPage();
  await page.route('**/invite-options', async route => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...(await response.json()), email: { available: false, locales: [] } } });
  });
  await openDemo(page, 'owner', 'open-room');
  const dialog = await openInviteDialog(page);
  expect(await dialog.getByText('Send link via email').isVisible()).toBe(false);
});

test('a name that is not allowed is refused in words, and what was typed stays', async () => {
  const page = await openedDemo('owner', 'open-room');
  const dialog = await openInviteDialog(page);
  await dialog.getByLabel('Email address').fill(newEmail());
  await dialog.getByLabel('First name').fill('x,edit:*');
  await dialog.getByLabel('Last name').fill('Hopper');
  await dialog.locator('[data-action=generate]').click();
  await dialog.getByText('The first name must be').waitFor();
  expect(await dialog.getByLabel('First name').inputValue()).toBe('x,edit:*');
  await expectGoodLook(page, 'demo-refused');
});

test('a link that is copied again is the one that was confirmed', async () => {
  const page = await openedDemo('owner', 'future-room');
  const email = newEmail();
  const link = await generate(page, { email, firstName: 'Lin', lastName: 'Lee', role: 'viewer' });
  await page.locator('#confirmation [data-action=close]').click();
  const row = rowOf(page, email);
  await row.locator('[data-action=copy]').click();
  await row.locator('[data-field=link]').waitFor();
  expect(await row.locator('[data-field=link]').inputValue()).toBe(link);
  await row.locator('[data-delivery=not_requested]').waitFor();
  await expectGoodLook(page, 'demo-list');
});

test('an invitation that is mailed again later shows that its mail was sent', async () => {
  const { email } = await invite('future-room', { email: newEmail() });
  const page = await openedDemo('editor', 'future-room');
  const row = rowOf(page, email);
  await row.locator('[data-delivery=not_requested]').waitFor();
  await row.locator('[data-action=resend]').click();
  await row.locator('[data-delivery=sent]').waitFor();
});

test('a link opened from the site uses its login, and the person enters without a click', async () => {
  const { link } = await invite('open-room', { email: 'student@demo.test' });
  const page = await openedDemo('student', 'open-room');
  await page.locator('[data-field=open-link]').fill(link);
  await page.locator('[data-action=open-link]').click();
  await expectState(page, 'admitted');
  await page.waitForURL('**/dev/launch*');
});

test.each([
  [1, 'The link works on one device only.'],
  [3, 'The link works on up to 3 devices.'],
  [-1, 'The link works on any number of devices.'],
])('if a link works on %i devices, the site says so next to it', async (max, rule) => {
  const page = await openedDemo('owner', 'open-room');
  await page.route('**/invitations', async route => {
    if (route.request().method() !== 'POST') return route.continue();
    const response = await route.fetch();
    const { invitation, link } = await response.json();
    const devices = { ...invitation.devices, max };
    return route.fulfill({ response, json: { invitation: { ...invitation, devices }, link } });
  });
  await generate(page, { email: newEmail(), firstName: 'Lin', lastName: 'Chen', role: 'viewer' });
  await page.locator('#confirmation-text').getByText(rule).waitFor();
});

test('a person who signs in with a Kaltura session sees the rooms of that site', async () => {
  const page = await openedDemo('owner', 'open-room');
  await page.getByRole('link', { name: 'Sign in with a Kaltura session' }).click();
  await page.locator('[data-room="1_openroom"][aria-current]').waitFor();
  expect(await page.locator('#rooms a').count()).toBe(3);
  await page.getByRole('link', { name: 'Sign in with a token' }).click();
  await page.locator('[data-room="open-room"][aria-current]').waitFor();
});
