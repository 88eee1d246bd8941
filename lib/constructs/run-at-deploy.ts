import { CfnCustomResource, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { provisioners } from '../../functions/contract/triggers.ts';
import type { StageSettings } from '../settings.ts';
import type { FileBeside } from './bundle.ts';
import type { Provisions } from './provision.ts';
import { ServiceFunction } from './service-function.ts';

type Props = {
  settings: StageSettings;
  provisions: Provisions;
  timeout?: Duration;
  fileBeside?: FileBeside;
};

/** Runs a function at the first deploy, and whenever its code has changed. */
export function runAtDeploy(
  scope: Construct,
  name: keyof typeof provisioners,
  props: Props,
): CfnCustomResource {
  const { needs } = provisioners[name];
  const { timeout = Duration.minutes(2) } = props;
  const provisioner = new ServiceFunction(scope, name, { ...props, needs, timeout });
  const resource = new CfnCustomResource(scope, `${name}Run`, {
    serviceToken: provisioner.functionArn,
    // Without it a function that crashes would delay the deploy for an hour.
    serviceTimeout: timeout.toSeconds() + 60,
  });
  resource.addPropertyOverride('codeVersion', provisioner.codeVersion);
  return resource;
}
