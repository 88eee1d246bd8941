/**
 * The configuration of every AWS client. Credentials come from the function's environment: the default credential
 * chain would load the SSO and STS clients at each cold start.
 */
export const awsClient = (service: 'DYNAMODB' | 'S3' | 'SESV2' | 'SQS' | 'SECRETS_MANAGER') => {
  const endpoint = process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env.AWS_ENDPOINT_URL;
  return {
    region: process.env.AWS_REGION ?? 'us-east-1',
    credentials: credentialsFromEnvironment,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...(endpoint !== undefined && { endpoint }),
  };
};

async function credentialsFromEnvironment() {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = process.env;
  const sessionToken = process.env.AWS_SESSION_TOKEN;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
