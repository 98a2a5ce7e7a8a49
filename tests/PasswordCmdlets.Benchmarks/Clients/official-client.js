// The provider's official Node client, sixteen calls in flight: node official-client.js <node_modules> <address> <calls>
const [modules, address, calls] = process.argv.slice(2);
const { cvm } = require(`${modules}/tencentcloud-sdk-nodejs-cvm`);

const client = new cvm.v20170312.Client({
  credential: { secretId: 'id', secretKey: 'secret' },
  region: 'ap-guangzhou',
  profile: { httpProfile: { endpoint: new URL(address).host, protocol: 'http://' } },
});

async function send(count) {
  let next = 0;
  const loop = async () => {
    while (next < count) {
      const id = `ins-${String(next++).padStart(8, '0')}`;
      const response = await client.ResetInstancesPassword({ InstanceIds: [id], Password: 'Brand-New-Pass-7' });
      if (!response.RequestId) throw new Error('The server did not accept it.');
    }
  };
  await Promise.all(Array.from({ length: 16 }, loop));
}

(async () => {
  await send(500);
  const began = process.hrtime.bigint();
  await send(Number(calls));
  console.log(Number(process.hrtime.bigint() - began) / 1e9);
})().catch((error) => { console.error(error); process.exit(1); });
