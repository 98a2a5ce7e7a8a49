// The keys and options that every situation begins with.
const later = 3600;

function keysOf(provider, account) {
  const id = (name) => `interop-${provider}-${name}`;
  const secret = `interop-${provider}-secret+/=&`;
  return [
    { provider, id: id('key'), secret, account },
    { provider, id: id('denied'), secret, account, deniedActions: ['*'] },
    { provider, id: id('disabled'), secret, account, disabled: true },
    { provider, id: id('sts'), secret, account, securityToken: `interop+/token=&${provider}`, expiresInSeconds: later },
    { provider, id: id('expired'), secret, account, securityToken: `interop+/token=&${provider}`, expiresInSeconds: 0 },
  ];
}

export const keys = [
  ...keysOf('alibaba', 'interop-account'),
  { provider: 'alibaba', id: 'interop-alibaba-user', secret: 'interop-alibaba-secret+/=&', account: 'interop-account', userName: 'alice' },
  ...keysOf('tencent', '100000000001'),
  ...keysOf('huawei', 'interop-domain'),
];

const nobody = { id: 'interop-nobody', secret: 'interop-nobody-secret' };

// The key of a situation, as a client takes it: { id, secret, token }.
export function keyOf(provider, name = 'key') {
  if (name === 'unknown') {
    return nobody;
  }

  const wrong = { 'wrong secret': 'key', 'wrong token': 'sts', 'no token': 'sts' }[name];
  const key = keys.find((candidate) => candidate.provider === provider && candidate.id === `interop-${provider}-${wrong ?? name}`);
  return {
    id: key.id,
    secret: name === 'wrong secret' ? 'not-the-secret' : key.secret,
    token: name === 'no token' ? undefined : name === 'wrong token' ? 'not-the-token' : key.securityToken,
  };
}

// Characters that one encoding or another gets wrong.
export const awkward = ['Aa1+ & = % / end', "Aa1'()*~!end", 'Aa1"\\<>`;:end', 'Aa1%2B%20+%%end', 'Aa1пароль密码ü€', 'Aa1😀-surrogates'];
