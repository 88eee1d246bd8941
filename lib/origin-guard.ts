import { Duration, type Stack, Validations } from 'aws-cdk-lib';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { authorizers } from '../functions/contract/triggers.ts';
import { runAtDeploy } from './constructs/run-at-deploy.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import type { StageSettings } from './settings.ts';

const ORIGIN_HEADER = 'x-roompass-origin';

/** Shorter than the gateway's timeout for an authorizer. */
const AUTHORIZER_TIMEOUT = Duration.seconds(5);

export type OriginGuard = {
  authorizer: HttpLambdaAuthorizer;
  /**
   * The headers that CloudFront adds to each request. The distribution must depend on `checkOrigin`, which has to
   * know a new value first.
   */
  customHeaders: Record<string, string>;
  checkOrigin: ServiceFunction;
};

/**
 * Lets requests reach the gateway through CloudFront only (docs/decisions/0015-through-cloudfront.md). CloudFront
 * adds a header with a secret value. The gateway asks `checkOrigin` about it, and caches each value's answer for
 * five minutes.
 */
export function addOriginGuard(stack: Stack, settings: StageSettings): OriginGuard {
  const header = runAtDeploy(stack, 'makeOriginHeader', { settings, provisions: keyProvisions(stack) });
  header.addPropertyOverride('rotation', rotationOf(settings));
  const checkOrigin = new ServiceFunction(stack, 'checkOrigin', {
    settings,
    needs: authorizers.checkOrigin.needs,
    provisions: {},
    environment: { ORIGIN_HASHES: header.getAtt('hashes').toString() },
    timeout: AUTHORIZER_TIMEOUT,
  });
  const authorizer = new HttpLambdaAuthorizer('OriginAuthorizer', checkOrigin, {
    identitySource: [`$request.header.${ORIGIN_HEADER}`],
    responseTypes: [HttpLambdaResponseType.SIMPLE],
    resultsCacheTtl: Duration.minutes(5),
  });
  return { authorizer, checkOrigin, customHeaders: { [ORIGIN_HEADER]: header.getAtt('value').toString() } };
}

/** Name of the header's value: it changes with a deploy in a new month, and when `originRotation` is raised. */
const rotationOf = ({ originRotation }: StageSettings): string =>
  `${new Date().toISOString().slice(0, 'yyyy-mm'.length)}.${originRotation}`;

/** Do not change what is generated: it would make a new key, and the gateway would refuse CloudFront for a while. */
function keyProvisions(stack: Stack) {
  const key = new Secret(stack, 'OriginKey', {
    description: 'The values of the header by which the gateway knows CloudFront are derived from this',
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
  });
  Validations.of(key).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason: 'Not this key but the values derived from it are sent, and a deploy rotates those.',
  });
  const arn = (key.node.defaultChild as CfnSecret).attrId;
  const allow = [{ actions: ['secretsmanager:GetSecretValue'], resource: arn }];
  return { 'origin key': { allow, environment: { ORIGIN_KEY_SECRET: arn } } };
}
