import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartupError } from '../startup-error.ts';

const OLDEST = 17;

/** Finds the Java that runs DynamoDB Local. @throws StartupError if there is none or it is too old */
export async function findJava(): Promise<string> {
  const { JAVA_HOME } = process.env;
  const java = JAVA_HOME ? join(JAVA_HOME, 'bin', 'java') : 'java';
  const version = await promisify(execFile)(java, ['-version']).then(
    ({ stdout, stderr }) => /version "(?:1\.)?(\d+)/.exec(stderr + stdout)?.[1],
    () => {
      throw new StartupError(`Java ${OLDEST} or newer is needed for DynamoDB Local, and no Java was found.`);
    },
  );
  if (Number(version) < OLDEST) {
    throw new StartupError(
      `Java ${OLDEST} or newer is needed for DynamoDB Local, and this is Java ${version}.`,
    );
  }
  return java;
}
