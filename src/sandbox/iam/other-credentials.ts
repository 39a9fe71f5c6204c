import { noSuchEntity } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { page } from './paging.ts';
import type { OtherCredential, User } from './records.ts';

type Kind = OtherCredential['kind'];

function userOf({ params, iam }: Call): User {
  return iam.user(params.require('UserName'));
}

/** The credentials of one kind that a user has. */
export function credentialsOf(user: User, kind: Kind): readonly OtherCredential[] {
  return (user.otherCredentials ?? []).filter((one) => one.kind === kind);
}

function add(call: Call, kind: Kind, prefix: string, detail: string): OtherCredential {
  const { world, write, action } = call;
  const user = userOf(call);
  world.beforeWrite();
  const credential = { kind, id: world.uniqueId(prefix), createDate: world.iamNow(), detail };
  user.otherCredentials = [...(user.otherCredentials ?? []), credential];
  world.record(write.origin, action, `user/${user.name}`, credential.id);
  return credential;
}

function remove(call: Call, kind: Kind, id: string, words: string): undefined {
  const { world, write, action } = call;
  const user = userOf(call);
  const found = credentialsOf(user, kind).find((one) => one.id === id);
  if (found === undefined) throw noSuchEntity(`The ${words} with id ${id} cannot be found.`);
  world.beforeWrite();
  user.otherCredentials = (user.otherCredentials ?? []).filter((one) => one !== found);
  world.record(write.origin, action, `user/${user.name}`, id);
  return undefined;
}

function listed(call: Call, kind: Kind, answer: (one: OtherCredential, user: string) => object) {
  const user = userOf(call);
  const { items, ...rest } = page(call, credentialsOf(user, kind));
  return { items: items.map((one) => ({ ...answer(one, user.name) })), rest };
}

const sshKeyHandlers: Handlers = {
  UploadSSHPublicKey: (call) => {
    const body = call.params.require('SSHPublicKeyBody');
    const key = add(call, 'ssh-public-key', 'APKA', body);
    return { SSHPublicKey: { ...sshKey(key, userOf(call).name), SSHPublicKeyBody: body, Fingerprint: '' } };
  },
  ListSSHPublicKeys: (call) => {
    const { items, rest } = listed(call, 'ssh-public-key', sshKey);
    return { SSHPublicKeys: items, ...rest };
  },
  DeleteSSHPublicKey: (call) =>
    remove(call, 'ssh-public-key', call.params.require('SSHPublicKeyId'), 'Public Key'),
};

function sshKey({ id, createDate }: OtherCredential, user: string) {
  return { UserName: user, SSHPublicKeyId: id, Status: 'Active', UploadDate: createDate };
}

const certificateHandlers: Handlers = {
  UploadSigningCertificate: (call) => {
    const added = add(call, 'signing-certificate', '', call.params.require('CertificateBody'));
    return { Certificate: certificate(added, userOf(call).name) };
  },
  ListSigningCertificates: (call) => {
    const { items, rest } = listed(call, 'signing-certificate', certificate);
    return { Certificates: items, ...rest };
  },
  DeleteSigningCertificate: (call) =>
    remove(call, 'signing-certificate', call.params.require('CertificateId'), 'Certificate'),
};

function certificate({ id, createDate, detail }: OtherCredential, user: string) {
  return {
    UserName: user,
    CertificateId: id,
    CertificateBody: detail,
    Status: 'Active',
    UploadDate: createDate,
  };
}

const serviceCredentialHandlers: Handlers = {
  CreateServiceSpecificCredential: (call) => {
    const added = add(call, 'service-specific-credential', 'ACCA', call.params.require('ServiceName'));
    return { ServiceSpecificCredential: serviceCredential(added, userOf(call).name) };
  },
  ListServiceSpecificCredentials: (call) => {
    const { items, rest } = listed(call, 'service-specific-credential', serviceCredential);
    return { ServiceSpecificCredentials: items, ...rest };
  },
  DeleteServiceSpecificCredential: (call) =>
    remove(
      call,
      'service-specific-credential',
      call.params.require('ServiceSpecificCredentialId'),
      'Service Specific Credential',
    ),
};

function serviceCredential({ id, createDate, detail }: OtherCredential, user: string) {
  return {
    UserName: user,
    ServiceName: detail,
    ServiceUserName: `${user}-at-sandbox`,
    ServiceSpecificCredentialId: id,
    Status: 'Active',
    CreateDate: createDate,
  };
}

/** SSH keys, signing certificates and credentials of single services: they hold their user. */
export const otherCredentialHandlers: Handlers = {
  ...sshKeyHandlers,
  ...certificateHandlers,
  ...serviceCredentialHandlers,
};
