import { checkHistories } from './check-histories.ts';
import { guessersSeasons } from './seasons.ts';

checkHistories(
  'every history of people who guess the address follows the contract',
  guessersSeasons,
  [
    'redeem: admitted',
    'redeem: email_mismatch',
    'redeem: too_many_attempts',
    'redeem: too_many_attempts, a longer lock',
    'redeem: link_replaced',
  ],
  1 / 14,
);
