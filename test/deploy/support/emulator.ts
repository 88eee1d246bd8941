import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { type Part, stackName } from '../../../lib/outputs.ts';
import { freePort } from '../../../local/support/loopback.ts';
import { leaveOut } from './leave-out.ts';
import { run } from './run.ts';
import { tool } from './tools.ts';

export const STAGE = 'emulator';
/** The folder of its settings. */
const CONFIG = 'test/deploy/config';
/** The output of the emulator and its functions. */
const LOG = 'artifacts/deploy/emulator.log';
/** The templates and bundles for the deploy. */
export const ASSEMBLY = 'artifacts/deploy/cdk.out';
/** The production templates, before support/leave-out.ts changes them for the emulator. */
export const TEMPLATES = 'artifacts/deploy/templates';
const all = ['--all', '--require-approval', 'never', '--concurrency', '2'];
const START_MILLIS = 60_000;

/** The endpoint, and the file of the emulator's certificate. */
export type Address = { endpoint: string; certificate: string };

/** An AWS account on this machine, with the operators' commands. */
export type Emulator = ReturnType<typeof emulatorAt>;

export function emulatorAt({ endpoint, certificate }: Address) {
  const env: NodeJS.ProcessEnv = {
    ...surroundings(),
    AWS_ENDPOINT_URL: endpoint,
    NODE_EXTRA_CA_CERTS: certificate,
    AWS_CA_BUNDLE: certificate,
  };
  /** Runs the AWS CLI and parses its answer; the endpoint is an option, because SQS ignores AWS_ENDPOINT_URL. */
  const aws = async (...args: string[]) => {
    const options = ['--endpoint-url', endpoint, '--output', 'json'];
    const answer = await run(tool('aws'), [...args, ...options], env);
    // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
    return (answer === '' ? undefined : JSON.parse(answer)) as any;
  };
  const runCdk = (args: string[], more: NodeJS.ProcessEnv = {}) =>
    run('node', ['node_modules/aws-cdk/bin/cdk', ...args], { ...env, ...more });
  const cdk = (...args: string[]) => runCdk(args);
  const synth = async (more?: NodeJS.ProcessEnv) => {
    await runCdk(['synth', '--quiet', '--output', ASSEMBLY], more);
    await keepTemplates();
    await leaveOut(`${ASSEMBLY}/${stackName(STAGE, 'api')}.template.json`);
  };
  /** Deploys all production stacks; `again` deploys the same templates once more, without a synth. */
  const deploy = async (more?: NodeJS.ProcessEnv) => {
    await synth(more);
    await again();
  };
  const again = (...args: string[]) => cdk('deploy', ...all, '--app', ASSEMBLY, ...args);
  const destroy = async () => {
    for (const part of ['data', 'email', 'web'] as const) {
      const protection = ['update-termination-protection', '--no-enable-termination-protection'];
      await aws('cloudformation', ...protection, '--stack-name', stackName(STAGE, part));
    }
    await cdk('destroy', '--all', '--force', '--app', ASSEMBLY);
  };
  const outputs = async (part: Part): Promise<Record<string, string>> => {
    const { Stacks } = await aws('cloudformation', 'describe-stacks', '--stack-name', stackName(STAGE, part));
    const pairs: { OutputKey: string; OutputValue: string }[] = Stacks[0].Outputs ?? [];
    return Object.fromEntries(pairs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  };
  /** A URL that resolves: no one resolves the emulator's API URL, `http://<id>.execute-api.localhost:<port>`. */
  const reachable = (apiUrl: string) =>
    `${endpoint}/_aws/execute-api/${new URL(apiUrl).hostname.split('.')[0]}/$default`;
  return { endpoint, certificate, env, aws, cdk, synth, deploy, again, destroy, outputs, reachable };
}

async function keepTemplates(): Promise<void> {
  await rm(TEMPLATES, { recursive: true, force: true });
  const filter = (path: string) => path === ASSEMBLY || path.endsWith('.template.json');
  await cp(ASSEMBLY, TEMPLATES, { recursive: true, filter });
}

/** The environment without the user's own AWS settings; functions run on the first `node` of the path. */
function surroundings(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|VITEST|BASE_URL$)/.test(name));
  return {
    ...Object.fromEntries(own),
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    ROOMPASS_CONFIG: CONFIG,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
  };
}

/** Starts the emulator on a free port of the loopback address; it ends with this process at the latest. */
export async function startEmulator(): Promise<Address & { stop: () => Promise<void> }> {
  const port = await freePort();
  await mkdir(dirname(LOG), { recursive: true });
  // The emulator unpacks the functions into TMPDIR and does not delete them.
  const folder = await mkdtemp(join(tmpdir(), 'roompass-emulator-'));
  const { certificate, key } = await makeCertificate(folder);
  trust(certificate);
  const watchdog = fileURLToPath(new URL('../../../local/dynamodb/watchdog.ts', import.meta.url));
  const program = fileURLToPath(new URL('start-ministack.py', import.meta.url));
  const command = ['sh', '-c', 'exec "$0" "$1" >"$2" 2>&1', tool('python3'), program, LOG];
  const child = spawn(process.execPath, [watchdog, ...command], {
    env: {
      ...surroundings(),
      TMPDIR: folder,
      GATEWAY_PORT: `${port}`,
      BIND_HOST: '127.0.0.1',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      // As in AWS, every request needs a permission and TLS.
      AUTH: 'true',
      USE_SSL: '1',
      MINISTACK_SSL_CERT: certificate,
      MINISTACK_SSL_KEY: key,
      NODE_EXTRA_CA_CERTS: certificate,
    },
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const ended = once(child, 'exit');
  const endpoint = `https://localhost:${port}`;
  const stop = async () => {
    child.stdin?.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MILLIS;
  while (!(await isHealthy(endpoint))) {
    if (child.exitCode === null && Date.now() < deadline) await pause(100);
    else {
      await stop();
      throw new Error(`The AWS emulator did not start; see ${LOG}`);
    }
  }
  return { endpoint, certificate, stop };
}

async function makeCertificate(folder: string): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const names = [
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:*.cloudfront.net',
  ];
  await run('openssl', ['req', ...kind, ...names, '-keyout', key, '-out', certificate]);
  return { certificate, key };
}

/** Makes this process trust a certificate. */
export function trust(certificate: string): void {
  setDefaultCACertificates([...getCACertificates(), readFileSync(certificate, 'utf8')]);
}

const isHealthy = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );
