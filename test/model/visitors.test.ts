import { visitorsSeasons } from './arbitraries.ts';
import { checkHistories } from './check-histories.ts';

checkHistories('every history of visitors goes as the contract says', visitorsSeasons, [
  'redeem: waiting',
  'redeem: lobby',
  'redeem: open',
  'redeem: admitted',
  'redeem: ended',
  'redeem: email_mismatch',
  'redeem: too_many_attempts',
  'redeem: link_used_on_another_device',
  'redeem: link_replaced',
  'redeem: link_expired',
  'redeem: invitation_revoked',
  'session: admitted',
  'session: ticket_expired',
  'session: invalid_device_proof',
  'session: link_replaced',
  'requestLink: 202',
]);
