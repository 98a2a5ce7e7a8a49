// @huaweicloud/huaweicloud-sdk-core: SDK-HMAC-SHA256. There are no packages of DCS and ECS on npm, so the calls are described as its generated clients describe theirs.
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import dcs from '../operations/dcs.js';
import ecsServer from '../operations/ecs-server.js';

const calls = {
  UpdatePassword: ['PUT', '/instances/{instance_id}/password'],
  ResetPassword: ['POST', '/instances/{instance_id}/password/reset'],
  ListInstances: ['GET', '/instances'],
  ShowInstance: ['GET', '/instances/{instance_id}'],
  ResetServerPassword: ['PUT', '/cloudservers/{server_id}/os-reset-password', 'v1'],
  BatchResetServersPassword: ['PUT', '/cloudservers/os-reset-passwords', 'v1'],
  BatchRebootServers: ['POST', '/cloudservers/action', 'v1'],
  ListCloudServers: ['GET', '/cloudservers/detail', 'v1.1'],
  ListServersDetails: ['GET', '/cloudservers/detail', 'v1'],
  ShowResetPasswordFlag: ['GET', '/cloudservers/{server_id}/os-resetpwd-flag', 'v1'],
};

export default [
  {
    name: 'huaweicloud-sdk-core',
    operations: [...dcs, ...ecsServer],
    async call(address, key, operation, { path, query, body }, { version = 'v2' }) {
      const [method, suffix, ownVersion] = calls[operation];
      const credentials = new BasicCredentials().withAk(key.id).withSk(key.secret).withProjectId(path.project_id);
      if (key.token) {
        credentials.withSecurityToken(key.token);
      }

      const client = new ClientBuilder((hcClient) => hcClient).withCredential(credentials).withEndpoint(address.origin).build();
      const reply = await client.sendRequest({
        method,
        url: `/${ownVersion ?? version}/{project_id}${suffix}`,
        pathParams: { ...path },
        queryParams: { ...query },
        headers: {},
        contentType: body ? 'application/json' : undefined,
        data: body ?? {},
      });
      if (reply?.result && reply.result.toLowerCase() !== 'success') {
        throw Object.assign(new Error(reply.message), { errorCode: reply.result });
      }

      return reply;
    },
    refusal: (problem) => problem.errorCode,
  },
];
