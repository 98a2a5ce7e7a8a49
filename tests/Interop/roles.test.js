// The role providers of the official clients against the sandbox: each obtains a session from the sandbox and signs a call with it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { doRequest } from '@alicloud/credentials/dist/src/providers/http.js';
import OidcProvider from '@alicloud/credentials/dist/src/providers/oidc_role_arn.js';
import RamProvider from '@alicloud/credentials/dist/src/providers/ram_role_arn.js';
import StaticProvider from '@alicloud/credentials/dist/src/providers/static_ak.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import credential from 'tencentcloud-sdk-nodejs-common/tencentcloud/common/credential.js';
import alibabaV3 from './clients/alibaba-v3.js';
import tencent from './clients/tencent.js';
import { Sandbox } from './support/sandbox.js';

const audience = 'api://AzureADTokenExchange';
const subject = 'sc://sandbox/passwords/prod';
const project = '5a4db0c50000000000000000000000a1';
let sandbox;
let folder;
let tokenFile;

before(async () => {
  sandbox = await Sandbox.start();
  folder = mkdtempSync(path.join(os.tmpdir(), 'roles-'));
  tokenFile = path.join(folder, 'token');
  await writeToken({});
});

after(() => {
  sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function writeToken(claims) {
  const { token } = await sandbox.control('POST', 'tokens', { issuer: 'https://issuer.sandbox', subject, audience, ...claims });
  writeFileSync(tokenFile, token);
}

async function requests(action) {
  const all = await sandbox.control('GET', 'requests');
  return all.filter((request) => request.action === action);
}

describe('@alicloud/credentials', () => {
  const role = 'acs:ram::1234567890123456:role/ops';

  // The provider knows https alone; its own seam for tests takes the request to the sandbox.
  function local(provider) {
    provider.doRequest = (request) => doRequest(Object.assign(request, { protocol: 'http' }));
    return provider;
  }

  function fromKey(arn = role) {
    const key = StaticProvider.default.builder().withAccessKeyId('sandbox-alice-id').withAccessKeySecret('sandbox-alice-secret').build();
    return local(RamProvider.default.builder().withCredentialsProvider(key).withRoleArn(arn).withRoleSessionName('interop')
      .withStsEndpoint(sandbox.address.host).build());
  }

  function fromToken() {
    return local(OidcProvider.default.builder().withRoleArn(role).withOIDCProviderArn('acs:ram::1234567890123456:oidc-provider/sandbox-idp')
      .withOIDCTokenFilePath(tokenFile).withRoleSessionName('interop').withStsEndpoint(sandbox.address.host).build());
  }

  function call(session, client = alibabaV3[0]) {
    const key = { id: session.accessKeyId, secret: session.accessKeySecret, token: session.securityToken };
    return client.call(sandbox.address, key, 'DescribeInstances', { RegionId: 'cn-hangzhou' });
  }

  it('assumes a role with a key, and the session signs', async () => {
    const reply = await call(await fromKey().getCredentials());
    assert.ok(reply.body.totalCount > 0);
    assert.equal((await requests('AssumeRole')).at(-1).accessKeyId, 'sandbox-alice-id');
  });

  it('assumes a role with a token, and the session signs', async () => {
    await writeToken({});
    const reply = await call(await fromToken().getCredentials());
    assert.ok(reply.body.totalCount > 0);
    assert.equal((await requests('AssumeRoleWithOIDC')).at(-1).accessKeyId ?? null, null);
  });

  for (const [title, arn, code] of [['does not exist', 'none', 'EntityNotExist.Role'], ['does not trust the caller', 'closed', 'NoPermission']]) {
    it(`is refused where the role ${title}`, () => assert.rejects(fromKey(role.replace('ops', arn)).getCredentials(), new RegExp(code)));
  }

  for (const [code, claims] of [['AudienceNotMatch', { audience: 'other' }], ['Expired', { expiresInSeconds: -1 }], ['NoPermission', { subject: 'other' }]]) {
    it(`is refused with ${code}`, async () => {
      await writeToken(claims);
      await assert.rejects(fromToken().getCredentials(), new RegExp(code));
    });
  }
});

describe('tencentcloud-sdk-nodejs-common', () => {
  const RoleArn = 'qcs::cam::uin/100000000001:roleName/ops';

  function profile() {
    const lookup = (_, options, done) => (options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4));
    const endpoint = `sts.tencentcloudapi.com:${sandbox.address.port}`;
    return {
      credential: { secretId: 'sandbox-tencent-id', secretKey: 'sandbox-tencent-secret' },
      region: 'ap-guangzhou',
      profile: { httpProfile: { endpoint, protocol: 'http://', agent: new http.Agent({ lookup }) } },
    };
  }

  function call(session) {
    const key = { id: session.secretId, secret: session.secretKey, token: session.token };
    return tencent[0].call(sandbox.address, key, 'DescribeInstances', {}, { region: 'ap-guangzhou' });
  }

  it('assumes a role with a key, and the session signs', async () => {
    const session = await new credential.STSCredential(profile(), { RoleArn, RoleSessionName: 'interop' }).getCredential();
    assert.ok((await call(session)).TotalCount > 0);
  });

  it('assumes a role with a token, without a signature, and the session signs', async () => {
    await writeToken({});
    const { token } = await sandbox.control('POST', 'tokens', { issuer: 'https://issuer.sandbox', subject, audience });
    const parameters = { ProviderId: 'sandbox-idp', WebIdentityToken: token, RoleArn, RoleSessionName: 'interop' };
    const session = await new credential.OIDCRoleArnCredential(profile(), parameters).getCredential();
    assert.ok((await call(session)).TotalCount > 0);
  });

  it('is refused where the role does not exist', () => assert.rejects(
    new credential.STSCredential(profile(), { RoleArn: RoleArn.replace('ops', 'none'), RoleSessionName: 'interop' }).getCredential(),
    /role does not exist/));

  it('is refused with an expired token', async () => {
    const { token } = await sandbox.control('POST', 'tokens', { issuer: 'https://issuer.sandbox', subject, audience, expiresInSeconds: -1 });
    const parameters = { ProviderId: 'sandbox-idp', WebIdentityToken: token, RoleArn, RoleSessionName: 'interop' };
    await assert.rejects(new credential.OIDCRoleArnCredential(profile(), parameters).getCredential(), /Expired/);
  });
});

describe('huaweicloud-sdk-core', () => {
  function client(credentials) {
    return new ClientBuilder((hcClient) => hcClient).withCredential(credentials).withEndpoint(sandbox.address.origin).build();
  }

  function list(credentials) {
    return client(credentials).sendRequest({
      method: 'GET', url: '/v2/{project_id}/instances', pathParams: { project_id: project }, queryParams: {}, headers: {}, data: {},
    });
  }

  it('logs on with a token of an identity provider, and the key that it gets signs', async () => {
    await writeToken({});
    const credentials = new BasicCredentials().withIdpId('sandbox-idp').withIdTokenFile(tokenFile).withProjectId(project)
      .withIamEndpoint(sandbox.address.origin);
    assert.ok((await list(credentials)).instances.length > 0);
  });

  it('assumes an agency with a key, and the session signs', async () => {
    const key = new BasicCredentials().withAk('sandbox-huawei-id').withSk('sandbox-huawei-secret').withProjectId(project);
    const assumed = { agency_name: 'ops', domain_name: 'sandbox-domain', duration_seconds: 3600 };
    const { credential: session } = await client(key).sendRequest({
      method: 'POST', url: '/v3.0/OS-CREDENTIAL/securitytokens', pathParams: {}, queryParams: {}, headers: {}, contentType: 'application/json',
      data: { auth: { identity: { methods: ['assume_role'], assume_role: assumed } } },
    });
    const credentials = new BasicCredentials().withAk(session.access).withSk(session.secret).withSecurityToken(session.securitytoken)
      .withProjectId(project);
    assert.ok((await list(credentials)).instances.length > 0);
  });
});
