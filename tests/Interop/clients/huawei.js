// @huaweicloud/huaweicloud-sdk-core: SDK-HMAC-SHA256. There is no DCS package on npm, so the calls are described as its generated clients describe theirs.
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { ClientBuilder } from '@huaweicloud/huaweicloud-sdk-core/ClientBuilder.js';
import operations from '../operations/dcs.js';

const calls = {
  UpdatePassword: ['PUT', '/instances/{instance_id}/password'],
  ResetPassword: ['POST', '/instances/{instance_id}/password/reset'],
  ShowInstance: ['GET', '/instances/{instance_id}'],
};

export default [
  {
    name: 'huaweicloud-sdk-core',
    operations,
    async call(address, key, operation, { path, body }, { version = 'v2' }) {
      const [method, suffix] = calls[operation];
      const credentials = new BasicCredentials().withAk(key.id).withSk(key.secret).withProjectId(path.project_id);
      if (key.token) {
        credentials.withSecurityToken(key.token);
      }

      const client = new ClientBuilder((hcClient) => hcClient).withCredential(credentials).withEndpoint(address.origin).build();
      const reply = await client.sendRequest({
        method,
        url: `/${version}/{project_id}${suffix}`,
        pathParams: { ...path },
        queryParams: {},
        headers: {},
        contentType: body ? 'application/json' : undefined,
        data: body ?? {},
      });
      if (reply.result && reply.result.toLowerCase() !== 'success') {
        throw Object.assign(new Error(reply.message), { errorCode: reply.result });
      }

      return reply;
    },
    refusal: (problem) => problem.errorCode,
  },
];
