import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { fileOf, functionNames } from '../../functions/contract/function-files.ts';

/** A script that writes a further file next to a bundle; it gets the file's path as its argument. */
export type FileBeside = { name: string; script: string };

const FUNCTIONS = fileURLToPath(new URL('../../functions/', import.meta.url));

function handlerOf(name: string): string {
  const { folder, file } = fileOf(name);
  return join(FUNCTIONS, folder, `${file}.ts`);
}

/**
 * The code of a function: its file and all its imports, bundled into one file. CDK's NodejsFunction starts esbuild
 * for each function; one esbuild call for all bundles takes a tenth of the time.
 */
export function bundleOf(name: string, beside?: FileBeside): Code {
  return Code.fromAsset(FUNCTIONS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('not-used'),
      // The key by which CDK's cache distinguishes the bundles.
      command: [name],
      local: {
        tryBundle(folder) {
          writeFileSync(join(folder, 'index.mjs'), allBundles().get(name) ?? missing(name));
          if (beside) execFileSync(process.execPath, [beside.script, join(folder, beside.name)]);
          return true;
        },
      },
    },
  });
}

let bundles: Map<string, Uint8Array> | undefined;

/** The bundles of all functions by name, built at the first call. */
function allBundles(): Map<string, Uint8Array> {
  bundles ??= build(functionNames);
  return bundles;
}

function build(names: string[]): Map<string, Uint8Array> {
  const { outputFiles } = buildSync({
    entryPoints: Object.fromEntries(names.map(name => [name, handlerOf(name)])),
    bundle: true,
    write: false,
    outdir: '.',
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    // The SDK is bundled: its cold start is faster than with the runtime's SDK, and it is the tested version.
    alias: { '@aws-sdk/credential-provider-node': join(FUNCTIONS, 'adapters/no-credential-chain.ts') },
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
  });
  return new Map(outputFiles.map(({ contents }, index) => [names[index] ?? '', contents]));
}

function missing(name: string): never {
  throw new Error(`${name} is not a route, trigger, provisioner or authorizer`);
}
