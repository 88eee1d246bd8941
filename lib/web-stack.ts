import { Duration, Fn, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { hostedPages, patternsOf } from '../web/build/pages.ts';
import {
  contentSecurityPolicy,
  FORM_PAGE,
  formPagePolicy,
  styledPagePolicy,
  styledPages,
} from '../web/build/security-headers.ts';
import { addOutputs } from './constructs/add-outputs.ts';
import type { Provisions } from './constructs/provision.ts';
import { addOriginGuard } from './origin-guard.ts';
import type { StageSettings } from './settings.ts';

/**
 * The one origin of pages and API: CloudFront in front of a bucket and a gateway. A later stack adds the gateway's
 * routes, so that the functions can get their origin. Every added route gets the gateway's authorizer.
 */
export class WebStack extends Stack {
  readonly httpApi: HttpApi;
  /** The first one is this stage's own, which tickets and problem types name. */
  readonly publicOrigins: string[];
  readonly provisions: Provisions;

  constructor(
    scope: Construct,
    id: string,
    { settings, ...props }: StackProps & { settings: StageSettings },
  ) {
    super(scope, id, props);
    const guard = addOriginGuard(this, settings);
    this.httpApi = new HttpApi(this, 'Api', {
      apiName: id,
      createDefaultStage: false,
      defaultAuthorizer: guard.authorizer,
    });
    const pages = this.#pages();
    this.provisions = {
      pages: {
        allow: [
          {
            actions: ['s3:PutObject'],
            resource: `${this.exportValue(pages.bucketArn)}/*`,
            wildcardReason: 'The names of the assets change with their content.',
          },
        ],
        environment: { PAGES_BUCKET: pages.bucketName },
      },
    };
    const distribution = this.#distribution(pages, settings, guard.customHeaders);
    // The gateway caches a refusal, so the function must know a new value before CloudFront sends it.
    distribution.node.addDependency(guard.checkOrigin);
    const cloudFronts = `https://${distribution.distributionDomainName}`;
    const own = settings.customDomain === undefined ? cloudFronts : `https://${settings.customDomain.name}`;
    // CloudFront's own origin stays in the list, for links issued before there was a custom domain.
    this.publicOrigins = [...new Set([own, cloudFronts, ...settings.allowedOrigins])];
    addOutputs<'web'>(this, {
      PublicOrigin: own,
      DistributionDomain: distribution.distributionDomainName,
      ApiUrl: this.httpApi.apiEndpoint,
    });
  }

  #pages(): Bucket {
    const bucket = new Bucket(this, 'Pages', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Public pages that CloudFront alone reads; a log of that would tell nothing of use.',
    });
    return bucket;
  }

  #distribution(
    pages: Bucket,
    { customDomain, webAclArn }: StageSettings,
    customHeaders: Record<string, string>,
  ): Distribution {
    const bucket = S3BucketOrigin.withOriginAccessControl(pages as IBucket);
    const api = new HttpOrigin(Fn.select(2, Fn.split('/', this.httpApi.apiEndpoint)), {
      readTimeout: Duration.seconds(30),
      customHeaders,
    });
    const secure = { viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: true };
    const page: BehaviorOptions = {
      ...secure,
      origin: bucket,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.#pageHeaders('PageHeaders', contentSecurityPolicy),
    };
    const styledPage = {
      ...page,
      responseHeadersPolicy: this.#pageHeaders('MailPageHeaders', styledPagePolicy),
    };
    const formPage = {
      ...page,
      responseHeadersPolicy: this.#pageHeaders('FormPageHeaders', formPagePolicy()),
    };
    const inviteePage = { ...styledPage, functionAssociations: [this.#inviteePath()] };
    const behaviorOf = (path: string): BehaviorOptions => {
      if (path === '/i') return inviteePage;
      if (path === FORM_PAGE) return formPage;
      return styledPages.includes(path) ? styledPage : page;
    };
    const distribution = new Distribution(this, 'Distribution', {
      ...(webAclArn !== undefined && { webAclId: webAclArn }),
      ...(customDomain !== undefined && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [customDomain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
      }),
      // Everything except the pages goes to the API: /v1/*, /lti/*, /.well-known/*, /problems/*, and unknown paths.
      defaultBehavior: {
        ...secure,
        origin: api,
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy: this.#apiHeaders(),
      },
      additionalBehaviors: Object.fromEntries(
        [...Object.keys(hostedPages), '/assets/*'].flatMap(path =>
          patternsOf(path).map(pattern => [pattern, behaviorOf(path)]),
        ),
      ),
    });
    Validations.of(distribution).acknowledge(
      ...asItIs,
      ...(customDomain === undefined ? [ownCertificate] : []),
      ...(webAclArn === undefined ? [noFirewall] : []),
    );
    return distribution;
  }

  /** What follows `/i` is for the page only: CloudFront asks the bucket for `/i`, and this function logs nothing. */
  #inviteePath(): FunctionAssociation {
    const code =
      "function handler(event) {\n  var request = event.request;\n  request.uri = '/i';\n  return request;\n}\n";
    const edge = new EdgeFunction(this, 'InviteePath', {
      code: FunctionCode.fromInline(code),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'The page of invitees, at every path that begins with /i',
    });
    return { function: edge, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  #pageHeaders(id: string, contentSecurityPolicy: string): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      securityHeadersBehavior: {
        ...strictTransport,
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
    });
  }

  #apiHeaders(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'ApiHeaders', {
      securityHeadersBehavior: { ...strictTransport, contentTypeOptions: { override: true } },
    });
  }
}

/** cdk-nag's findings about the distribution that are accepted, with reasons. */
const asItIs = [
  { id: 'AwsSolutions::AwsSolutions-CFR1', reason: 'Invitees may be anywhere.' },
  {
    id: 'AwsSolutions::AwsSolutions-CFR3',
    reason:
      'Its log would keep addresses of invitees; requests to the API are logged by the gateway, without them.',
  },
];
const noFirewall = {
  id: 'AwsSolutions::AwsSolutions-CFR2',
  reason: 'A firewall costs, so each stage decides: webAclArn in its settings, docs/firewall.md.',
};
const ownCertificate = {
  id: 'AwsSolutions::AwsSolutions-CFR4',
  reason: 'CloudFront’s own certificate allows TLS 1.0; a custom domain brings TLS 1.2.',
};

const strictTransport = {
  strictTransportSecurity: {
    accessControlMaxAge: Duration.days(365),
    includeSubdomains: false,
    override: true,
  },
};
