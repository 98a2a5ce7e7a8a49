import { common } from './ram.js';

// It needs no permission.
export default [
  { provider: 'alibaba', operation: 'GetCallerIdentity', seed: { alibaba: {} }, parameters: {}, common: { ...common, denied: 'done' }, situations: [] },
];
