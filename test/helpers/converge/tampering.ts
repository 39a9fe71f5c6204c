import fc from 'fast-check';
import { OUTSIDE, OUTSIDE_POLICY, OWN_POLICY, READ_ONLY, THUMBPRINTS } from './desired-draw.ts';
import { INTEGRATIONS, type IntegrationName } from './names.ts';
import type { Call } from './tampering-calls.ts';

export type Holder = 'role/r1' | 'role/r2' | 'user/u1' | 'group/g1';
export type Entity = Holder | 'managed-policy/p1' | 'instance-profile/x1' | 'oidc-provider/o1';

/** One thing that somebody does in the account past rolekeeper. */
export type Tampering =
  | {
      readonly does: 'put inline policy';
      readonly on: Holder;
      readonly name: string;
      readonly effect: string;
    }
  | { readonly does: 'delete inline policy'; readonly on: Holder; readonly name: string }
  | { readonly does: 'attach' | 'detach'; readonly on: Holder; readonly arn: string }
  | { readonly does: 'edit trust'; readonly on: 'role/r1' | 'role/r2'; readonly effect: string }
  | { readonly does: 'edit settings'; readonly on: 'role/r1' | 'role/r2'; readonly parameters: Call }
  | { readonly does: 'put boundary'; readonly on: 'role/r1' | 'user/u1'; readonly arn: string }
  | { readonly does: 'delete boundary'; readonly on: 'role/r1' | 'user/u1' }
  | { readonly does: 'tag'; readonly on: 'role/r1' | 'user/u1'; readonly key: string }
  | { readonly does: 'untag'; readonly on: 'role/r1' | 'user/u1'; readonly key: string }
  | { readonly does: 'move'; readonly on: 'user/u1' | 'group/g1' }
  | { readonly does: 'edit managed policy' | 'go back to the first version' }
  | { readonly does: 'join' | 'leave'; readonly group: string }
  | { readonly does: 'give profile a role'; readonly role: string }
  | { readonly does: 'take role of profile' }
  | { readonly does: 'make access key' | 'make password' | 'enable MFA device' }
  | { readonly does: 'let a stranger join' | 'give a strange profile the role' }
  | { readonly does: 'add client id' | 'remove client id'; readonly id: string }
  | { readonly does: 'write thumbprints'; readonly thumbprint: string }
  | { readonly does: 'tag provider' | 'untag provider'; readonly key: string }
  | { readonly does: 'fill up the versions' }
  | { readonly does: 'delete'; readonly on: Entity }
  | { readonly does: 'make'; readonly on: Entity; readonly path: string }
  | { readonly does: 'make in another stack'; readonly on: 'role/r2' | 'group/g1' }
  /** IAM takes names in another case for the same. */
  | { readonly does: 'make in capitals'; readonly on: 'role/r2' | 'group/g1' }
  | { readonly does: 'delete our stack' | 'edit our stack' };

const holder = fc.constantFrom<Holder>('role/r1', 'role/r2', 'user/u1', 'group/g1');
const entity = fc.constantFrom<Entity>(
  'role/r1',
  'role/r2',
  'user/u1',
  'group/g1',
  'managed-policy/p1',
  'instance-profile/x1',
  'oidc-provider/o1',
);
const anyRole = fc.constantFrom<'role/r1' | 'role/r2'>('role/r1', 'role/r2');
const tagged = fc.constantFrom<'role/r1' | 'user/u1'>('role/r1', 'user/u1');
const policyName = fc.constantFrom('read', 'write', 'sneaky');
const effect = fc.constantFrom('Allow', 'Deny');
const tagKey = fc.constantFrom('owner', 'by-hand', 'robot-1');
const arn = fc.constantFrom(READ_ONLY, OWN_POLICY, OUTSIDE_POLICY, 'arn:aws:iam::aws:policy/AWSDenyAll');
const is = <const T extends string>(...does: [T, ...T[]]): fc.Arbitrary<T> => fc.constantFrom(...does);

const anyTampering: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({ does: is('put inline policy'), on: holder, name: policyName, effect }),
  fc.record({ does: is('delete inline policy'), on: holder, name: policyName }),
  fc.record({ does: is('attach', 'detach'), on: holder, arn }),
  fc.record({ does: is('edit trust'), on: anyRole, effect }),
  fc.record({
    does: is('edit settings'),
    on: anyRole,
    parameters: fc.constantFrom<Call>(
      { MaxSessionDuration: '43200' },
      { MaxSessionDuration: '3600' },
      { Description: 'by hand' },
      { Description: '' },
    ),
  }),
  fc.record({ does: is('put boundary'), on: tagged, arn }),
  fc.record({ does: is('delete boundary'), on: tagged }),
  fc.record({ does: is('tag'), on: tagged, key: tagKey }),
  fc.record({ does: is('untag'), on: tagged, key: tagKey }),
  fc.record({ does: is('move'), on: fc.constantFrom<'user/u1' | 'group/g1'>('user/u1', 'group/g1') }),
  fc.record({ does: is('edit managed policy', 'go back to the first version') }),
  fc.record({ does: is('join', 'leave'), group: fc.constantFrom('g1', OUTSIDE) }),
  fc.record({ does: is('give profile a role'), role: fc.constantFrom('r1', OUTSIDE) }),
  fc.record({ does: is('take role of profile') }),
  fc.record({
    does: is('add client id', 'remove client id'),
    id: fc.constantFrom('acme', 'sts.amazonaws.com', 'anybody'),
  }),
  fc.record({
    does: is('write thumbprints'),
    thumbprint: fc.constantFrom(...THUMBPRINTS, 'c'.repeat(40)),
  }),
  fc.record({ does: is('tag provider', 'untag provider'), key: tagKey }),
  fc.record({ does: is('delete'), on: entity }),
  fc.record({ does: is('make'), on: entity, path: fc.constantFrom('/', '/hand/') }),
  fc.record({ does: is('make access key', 'make password', 'enable MFA device') }),
  fc.record({ does: is('let a stranger join', 'give a strange profile the role') }),
  fc.record({ does: is('fill up the versions') }),
  fc.record({
    does: is('make in another stack', 'make in capitals'),
    on: fc.constantFrom<'role/r2' | 'group/g1'>('role/r2', 'group/g1'),
  }),
  fc.record({ does: is('delete our stack', 'edit our stack') }),
);

/** What somebody does to the resources of one file. */
export type Deed = Tampering & { readonly in: IntegrationName };

const place = fc.constantFrom('i', 'i', 'i', ...INTEGRATIONS);
const deed = fc.tuple(place, anyTampering).map(([where, tampering]): Deed => ({ in: where, ...tampering }));

export const anyDeed: fc.Arbitrary<Deed> = deed;

export const anyDeeds: fc.Arbitrary<readonly Deed[]> = fc.array(deed, { maxLength: 7 });
