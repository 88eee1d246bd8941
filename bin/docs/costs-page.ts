import { bill, prices, total } from './costs.ts';
import { bytes, type Life, life, millis, useOf } from './usage.ts';

const VOLUMES = [1000, 1e6, 1e8];
const LOOKED_UP = '2026-11-22';

/** The page `docs/costs.md`. */
export function costsPage(): string {
  return `# Costs

What a stage costs a month on AWS, for 1 thousand, 1 million and 100 million invitations a month. All numbers are computed
from the prices of [bin/docs/costs.ts](../bin/docs/costs.ts) and the assumptions of [usage.ts](../bin/docs/usage.ts): change them
there and run \`npm run docs\`.

## By service

US dollars a month, one region (us-east-1), prices as of ${LOOKED_UP}, free tiers and volume discounts left out.

${table(['', ...VOLUMES.map(count)], serviceRows())}

Fractions of a cent, and left out: S3 (a few files, read by CloudFront), SNS (a mail for each alarm), EventBridge (events of
AWS services are free), reading the table's stream (free for Lambda), encryption with the keys of AWS.

- **Mail is the largest part.** SES alone is ${share(life)} of the bill at 100 million; writing down what becomes of mails (queues,
  notes, history) is in the other lines.
- **A quiet stage costs at most ${dollars(total(useOf(0, life)))}.** Most of it are metrics; they are priced here as if every one had values in
  every hour, and cost only for hours that have.
- **Then it grows with the number of calls**, not with the number of rooms, sites, or invitations that are there already.

## The formula

\`\`\`
dollars a month = ${number(total(useOf(0, life)))} fixed
                + millions of invitations × (${perMillion()})
                + X-Ray + reads of secrets, which grow more slowly
\`\`\`

Fixed are metrics, alarms, the dashboard, secrets, and Lambda asking empty queues. Each part is what an invitation uses of a
service times its price; and an invitation is, on average:

${table(['what', 'how often'], lifeRows)}

So it makes ${number(useOf(1, life).requests)} requests and ${number(useOf(1, life).calls)} calls of functions, reads ${number(useOf(1, life).reads)} units and writes ${number(useOf(1, life).writes)}.

**Measured** by the tests: units of the table for each operation (test/costs: 2 read units for every request of one
invitation, 1 write unit for every change), the size of an invitation (under 1 KiB), the log of a request (under
${bytes.requestLog} bytes, with its metrics). The page is under ${number(bytes.page)} bytes, compressed.

**Assumed**: how often what happens; links of a day, so that an invitation is kept for three months; no \`Idempotency-Key\`
(with one generating writes 4 units instead of 1); ${millis.route} ms for a route, ${millis.recordChanges} ms for a change of the stream, ${millis.deliverEmail} ms for a mail, all at
1 GB (compare with the dashboard's *Latency*, and \`Duration\` of the functions); one record a call of the stream's function and
three requests to SQS a message, which are upper bounds; mails without attachments; calls spread evenly, browsers in the
United States or Europe. A history entry costs 1 write unit; 2 where it is written in one transaction with the count of a
generation, which costs 2 as well.

Lambda traces one call a second of each function and 5 % of the rest; that cannot be set. The first part is nearly all of
it at 1 million a month, where calls come about as fast as that.

## Prices

${table(
  ['service', 'what', 'price'],
  prices.map(({ service, what, dollars: price, per }) => [
    service,
    what,
    `$${price.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 10 })} for ${per === 1 ? 'each' : per.toLocaleString('en')}`,
  ]),
)}

Looked up on ${LOOKED_UP} in copies of AWS's pricing pages and guides to them. They change, and differ by region: compare
[Lambda](https://aws.amazon.com/lambda/pricing/), [API Gateway](https://aws.amazon.com/api-gateway/pricing/),
[CloudFront](https://aws.amazon.com/cloudfront/pricing/), [DynamoDB](https://aws.amazon.com/dynamodb/pricing/on-demand/),
[SQS](https://aws.amazon.com/sqs/pricing/), [SES](https://aws.amazon.com/ses/pricing/),
[CloudWatch](https://aws.amazon.com/cloudwatch/pricing/), [X-Ray](https://aws.amazon.com/xray/pricing/),
[Secrets Manager](https://aws.amazon.com/secrets-manager/pricing/), [EventBridge](https://aws.amazon.com/eventbridge/pricing/).

## What keeps it low

- One read and at most one write a request, no index, items under 1 KiB: the smallest units that DynamoDB sells.
- An HTTP API rather than a REST API: $1 instead of $3.50 for a million requests.
- A forged link costs no read; keys and sites are remembered for 30 seconds.
- No START, END and REPORT lines of Lambda, one line and one metric a request; no metric by site.
- Nothing runs when nobody calls; arm64 costs a fifth less a second.

## What would halve it at 100 million

Without mail the month is ${dollars(total(useOf(1e8, noMail)))}. Each saving is counted alone; all together are
more than half.

| change | saves a month |
| --- | --- |
| hosts that ask \`/v1/session\` every ten minutes instead of five (tickets that live twice as long) | ${dollars(savedBy(halfSessions))} |
| tracing off, or only on a few functions (\`tracing\` in lib/constructs/service-function.ts) | ${dollars(serviceOf('X-Ray'))} |
| logs of requests that went well left out, or one in ten kept; metrics stay | up to ${dollars(halfOf('CloudWatch'))} |
| provisioned capacity with auto scaling, and reserved, in place of on demand, where traffic is even | about half of ${dollars(serviceOf('DynamoDB'))} |
| API callers at the gateway's own URL (\`allowedOrigins\`) rather than through CloudFront | most of ${dollars(serviceOf('CloudFront'))} |
| volume discounts and commitments (Compute Savings Plan, CloudFront bundle) | by contract |

With mail, ${dollars(serviceOf('SES', life))} are SES's: links that hosts show in their own pages instead of mailing them save most of all.
`;
}

const noMail: Life = { ...life, mails: 0 };
const halfSessions: Life = { ...noMail, sessions: life.sessions / 2 };
const savedBy = (other: Life): number => total(useOf(1e8, noMail)) - total(useOf(1e8, other));
const serviceOf = (service: string, of = noMail): number => bill(useOf(1e8, of)).get(service) ?? 0;
const halfOf = (service: string): number => serviceOf(service) / 2;

function serviceRows(): string[][] {
  const bills = VOLUMES.map(volume => bill(useOf(volume, life)));
  const services = [...new Set(prices.map(({ service }) => service))];
  const totalOf = (of: Life) => VOLUMES.map(volume => dollars(total(useOf(volume, of))));
  const perThousand = VOLUMES.map(volume => dollars((1000 * total(useOf(volume, life))) / volume));
  return [
    ...services.map(service => [service, ...bills.map(each => dollars(each.get(service) ?? 0))]),
    ['**together**', ...totalOf(life).map(bold)],
    ['without any mail', ...totalOf(noMail)],
    ['together, for 1,000 invitations', ...perThousand],
  ];
}

const lifeRows: string[][] = [
  ['generated', '1'],
  ['mails, each sent and delivered', `${life.mails}`],
  ['opened without entering', `${life.opens}`],
  ['entered', `${life.entries}`],
  ['session calls (an hour in the room, every 5 minutes)', `${life.sessions}`],
  ['promoted', `${life.promotions}`],
  ['pages of 50 of the list, by managers', `${life.lists}`],
];

/** What grows with each invitation alike, by service. */
function perMillion(): string {
  const [fixed, million] = [0, 1e6].map(volume => bill(useOf(volume, life)));
  return ['SES', 'CloudFront', 'DynamoDB', 'API Gateway', 'Lambda', 'CloudWatch', 'SQS']
    .map(service => `${number((million?.get(service) ?? 0) - (fixed?.get(service) ?? 0))} ${service}`)
    .join(' + ');
}

const share = (of: Life): string => `${Math.round((100 * serviceOf('SES', of)) / total(useOf(1e8, of)))} %`;
const bold = (text: string): string => `**${text}**`;
const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });
const count = (volume: number): string => volume.toLocaleString('en');

function dollars(value: number): string {
  if (value > 0 && value < 0.01) return '< $0.01';
  const digits = value < 10 ? 2 : 0;
  return `$${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

const table = ([first = '', ...heads]: string[], rows: string[][]): string =>
  [[first, ...heads], [first, ...heads].map(() => '---'), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
