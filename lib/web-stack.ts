import { Duration, Fn, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
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
import { hostedPages } from '../web/build/pages.ts';
import { contentSecurityPolicy, mailPagePolicy, mailPages } from '../web/build/security-headers.ts';
import { addOutputs } from './constructs/add-outputs.ts';
import type { Provisions } from './constructs/provision.ts';
import type { StageSettings } from './settings.ts';

/**
 * The one origin of the pages and the API: CloudFront before a bucket and a gateway. The gateway is still without
 * routes, so that the functions, which come after, can be told the origin at which they answer.
 */
export class WebStack extends Stack {
  readonly httpApi: HttpApi;
  /** The first is this stage's own; tickets and problem types name it. */
  readonly publicOrigins: string[];
  readonly provisions: Provisions;

  constructor(
    scope: Construct,
    id: string,
    { settings, ...props }: StackProps & { settings: StageSettings },
  ) {
    super(scope, id, props);
    this.httpApi = new HttpApi(this, 'Api', { apiName: id, createDefaultStage: false });
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
    const distribution = this.#distribution(pages, settings);
    const cloudFronts = `https://${distribution.distributionDomainName}`;
    const own = settings.customDomain === undefined ? cloudFronts : `https://${settings.customDomain.name}`;
    // CloudFront's stays one of them: links that are out from before there was a custom domain lead there.
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

  #distribution(pages: Bucket, { customDomain }: StageSettings): Distribution {
    const bucket = S3BucketOrigin.withOriginAccessControl(pages as IBucket);
    const api = new HttpOrigin(Fn.select(2, Fn.split('/', this.httpApi.apiEndpoint)), {
      readTimeout: Duration.seconds(30),
    });
    const secure = { viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS, compress: true };
    const page: BehaviorOptions = {
      ...secure,
      origin: bucket,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: this.#pageHeaders('PageHeaders', contentSecurityPolicy),
    };
    const mailPage = { ...page, responseHeadersPolicy: this.#pageHeaders('MailPageHeaders', mailPagePolicy) };
    const distribution = new Distribution(this, 'Distribution', {
      ...(customDomain !== undefined && {
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [customDomain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', customDomain.certificateArn),
      }),
      // All that is no page is the API's: /v1/*, /lti/*, /.well-known/*, /problems/*, and what is not there.
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
        [...Object.keys(hostedPages), '/assets/*'].map(path => [
          path,
          mailPages.includes(path) ? mailPage : page,
        ]),
      ),
    });
    Validations.of(distribution).acknowledge(
      ...asItIs,
      ...(customDomain === undefined ? [ownCertificate] : []),
    );
    return distribution;
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

/** What cdk-nag finds of the distribution, and why it is so. */
const asItIs = [
  { id: 'AwsSolutions::AwsSolutions-CFR1', reason: 'Invitees may be anywhere.' },
  {
    id: 'AwsSolutions::AwsSolutions-CFR2',
    reason:
      'Nothing here is guessable or worth scraping; the gateway throttles. A firewall costs more than all else.',
  },
  {
    id: 'AwsSolutions::AwsSolutions-CFR3',
    reason:
      'Its log would keep addresses of invitees; requests to the API are logged by the gateway, without them.',
  },
];
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
