/** What AWS clients are given here: emulators take any credentials, but want some. */
export const localAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
