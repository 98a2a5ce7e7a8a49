import { awkward } from '../support/seed.js';

const policy = { passwordReusePrevention: 3, maxLoginAttemps: 5 };
const alibaba = {
  passwordPolicy: policy,
  users: [{ name: 'alice', password: 'Old-Alice-1' }, { name: 'bob', password: 'Old-Bob-1' }, { name: 'carol' }],
};

export const common = {
  wrong: 'SignatureDoesNotMatch',
  unknown: 'InvalidAccessKeyId.NotFound',
  disabled: 'Forbidden.AccessKeyDisabled',
  denied: 'NoPermission',
  stale: 'InvalidTimeStamp.Expired',
  replayed: 'SignatureNonceUsed',
  noToken: 'MissingSecurityToken',
  wrongToken: 'InvalidSecurityToken.MismatchWithAccessKey',
  expiredToken: 'InvalidSecurityToken.Expired',
  throttled: 'Throttling.User',
  broken: 'InternalError',
  unavailable: 'ServiceUnavailable',
};

const own = (changes) => ({ OldPassword: 'Old-Alice-1', NewPassword: 'New-Alice-2', ...changes });
const update = (changes) => ({ UserName: 'bob', Password: 'New-Bob-2', ...changes });
const create = (changes) => ({ UserName: 'carol', Password: 'New-Carol-2', ...changes });
const error = (name, code, parameters, rest) => ({ name, outcome: code, parameters, ...rest });

export default [
  {
    provider: 'alibaba',
    operation: 'ChangePassword',
    seed: { alibaba },
    parameters: own(),
    target: 'alice',
    password: 'New-Alice-2',
    altered: 'New-Alice-3',
    key: 'user',
    common: { ...common, sts: 'NotSupport.Account' },
    situations: [
      { name: 'awkward passwords', outcome: 'done', variants: awkward.map((text) => own({ NewPassword: `${text}-_` })), password: 'NewPassword' },
      error('the account’s own key', 'NotSupport.Account', own(), { key: 'key' }),
      error('wrong old password', 'InvalidParameter.OldPassword.Incorrect', own({ OldPassword: 'Not-Alice-1' })),
      error('weak password', 'InvalidParameter.NewPassword.TooWeak', own({ NewPassword: 'weakweak' })),
      error('used before', 'InvalidParameter.NewPassword.ReusePrevention', own({ NewPassword: 'Old-Alice-1' })),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'UpdateLoginProfile',
    seed: { alibaba },
    parameters: update(),
    target: 'bob',
    password: 'New-Bob-2',
    altered: 'New-Bob-3',
    common,
    situations: [
      { name: 'awkward passwords', outcome: 'done', variants: awkward.map((text) => update({ Password: `${text}-_` })), password: 'Password' },
      { name: 'with both flags', outcome: 'done', parameters: update({ PasswordResetRequired: true, MFABindRequired: true }), state: { passwordResetRequired: true, mfaBindRequired: true } },
      error('unknown user', 'EntityNotExist.User', update({ UserName: 'nobody' })),
      error('user without a console login', 'EntityNotExist.User.LoginProfile', update({ UserName: 'carol' })),
      error('impossible user name', 'InvalidParameter.UserName.InvalidChars', update({ UserName: 'bob/é +' })),
      error('user name of 65', 'InvalidParameter.UserName.Length', update({ UserName: 'b'.repeat(65) })),
      error('weak password', 'InvalidParameter.Password.TooWeak', update({ Password: 'weakweak' })),
      error('used before', 'InvalidParameter.Password.ReusePrevention', update({ Password: 'Old-Bob-1' })),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'CreateLoginProfile',
    seed: { alibaba },
    parameters: create(),
    target: 'carol',
    password: 'New-Carol-2',
    altered: 'New-Carol-3',
    common,
    situations: [
      error('has one already', 'EntityAlreadyExists.User.LoginProfile', create({ UserName: 'bob' })),
      error('unknown user', 'EntityNotExist.User', create({ UserName: 'nobody' })),
      error('weak password', 'InvalidParameter.Password.TooWeak', create({ Password: 'weakweak' })),
    ],
  },
  {
    provider: 'alibaba',
    operation: 'GetLoginProfile',
    seed: { alibaba },
    parameters: { UserName: 'bob' },
    common,
    situations: [error('user without a console login', 'EntityNotExist.User.LoginProfile', { UserName: 'carol' })],
  },
  {
    provider: 'alibaba',
    operation: 'ListUsers',
    seed: { alibaba },
    parameters: { MaxItems: 100 },
    common,
    situations: [
      { name: 'first page', outcome: 'done', lists: ['alice', 'bob'], parameters: { MaxItems: 2 } },
      { name: 'next page', outcome: 'done', lists: ['carol'], parameters: { Marker: 'bob', MaxItems: 2 } },
      error('1001 users', 'InvalidParameter', { MaxItems: 1001 }),
    ],
  },
  { provider: 'alibaba', operation: 'GetPasswordPolicy', seed: { alibaba }, parameters: {}, common, situations: [] },
];
