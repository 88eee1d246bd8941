import { checkHistories } from './check-histories.ts';
import { visitorsSeasons } from './seasons.ts';

checkHistories('every history of visitors follows the contract', visitorsSeasons, [
  'redeem: waiting',
  'redeem: lobby',
  'redeem: open',
  'redeem: admitted',
  'redeem: admitted, before the start',
  'redeem: ended',
  'redeem: email_mismatch',
  'redeem: too_many_attempts',
  'redeem: link_used_on_another_device',
  'redeem: link_replaced',
  'redeem: link_expired',
  'redeem: invitation_revoked',
  'session: admitted',
  'session: admitted, before the start',
  'session: waiting',
  'session: ticket_expired',
  'session: invalid_device_proof',
  'session: link_replaced',
  'requestLink: 202',
]);
