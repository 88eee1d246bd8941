/** Options of the AWS clients here: emulators accept any credentials, but require some. */
export const localAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
