import { alreadyExists, limitExceeded, noSuchEntity } from '../aws-error.ts';
import type { Call, Handlers } from '../call.ts';
import { page } from './paging.ts';
import type { User } from './records.ts';

function userOf({ params, iam }: Call): User {
  return iam.user(params.require('UserName'));
}

function note({ world, write, action }: Call, user: User, subject?: string): void {
  world.record(write.origin, action, `user/${user.name}`, subject);
}

const accessKeyHandlers: Handlers = {
  CreateAccessKey: (call) => {
    const user = userOf(call);
    if (user.accessKeys.length >= 2) throw limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2');
    call.world.beforeWrite();
    const id = call.world.uniqueId('AKIA').slice(0, 20);
    const createDate = call.world.iamNow();
    user.accessKeys = [...user.accessKeys, { id, status: 'Active', createDate }];
    note(call, user, id);
    const key = { UserName: user.name, AccessKeyId: id, Status: 'Active', CreateDate: createDate };
    // Not a secret: nothing checks it.
    return { AccessKey: { ...key, SecretAccessKey: `sandbox-${id}`.padEnd(40, '0') } };
  },
  UpdateAccessKey: (call) => {
    const user = userOf(call);
    const key = findKey(user, call.params.require('AccessKeyId'));
    call.world.beforeWrite();
    key.status = call.params.require('Status') === 'Active' ? 'Active' : 'Inactive';
    note(call, user, key.id);
    return undefined;
  },
  DeleteAccessKey: (call) => {
    const user = userOf(call);
    const key = findKey(user, call.params.require('AccessKeyId'));
    call.world.beforeWrite();
    user.accessKeys = user.accessKeys.filter((one) => one !== key);
    note(call, user, key.id);
    return undefined;
  },
  ListAccessKeys: (call) => {
    const user = userOf(call);
    const { items, ...rest } = page(call, user.accessKeys);
    const metadata = items.map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.status,
      CreateDate: key.createDate,
    }));
    return { AccessKeyMetadata: metadata, ...rest };
  },
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
  GetAccessKeyLastUsed: ({ params, iam }) => {
    const id = params.require('AccessKeyId');
    for (const user of iam.users.values()) {
      const key = user.accessKeys.find((one) => one.id === id);
      if (key === undefined) continue;
      const { date, region = 'N/A', service = 'N/A' } = key.lastUsed ?? {};
      return {
        UserName: user.name,
        AccessKeyLastUsed: { LastUsedDate: date, Region: region, ServiceName: service },
      };
    }
    throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  },
};

const loginProfileHandlers: Handlers = {
  CreateLoginProfile: (call) => {
    const user = userOf(call);
    if (user.loginProfile !== undefined) {
      throw alreadyExists(`Login Profile for user ${user.name} already exists.`);
    }
    call.world.beforeWrite();
    const passwordResetRequired = call.params.boolean('PasswordResetRequired') ?? false;
    user.loginProfile = { createDate: call.world.iamNow(), passwordResetRequired };
    note(call, user);
    return loginProfileAnswer(user);
  },
  GetLoginProfile: (call) => loginProfileAnswer(userOf(call)),
  DeleteLoginProfile: (call) => {
    const user = userOf(call);
    loginProfileAnswer(user);
    call.world.beforeWrite();
    delete user.loginProfile;
    note(call, user);
    return undefined;
  },
};

const mfaHandlers: Handlers = {
  EnableMFADevice: (call) => {
    const user = userOf(call);
    const serialNumber = call.params.require('SerialNumber');
    call.world.beforeWrite();
    user.mfaDevices = [...user.mfaDevices, { serialNumber, enableDate: call.world.iamNow() }];
    note(call, user, serialNumber);
    return undefined;
  },
  DeactivateMFADevice: (call) => {
    const user = userOf(call);
    const serialNumber = call.params.require('SerialNumber');
    const rest = user.mfaDevices.filter((device) => device.serialNumber !== serialNumber);
    if (rest.length === user.mfaDevices.length) {
      throw noSuchEntity(`MFA Device with serial number ${serialNumber} does not exist.`);
    }
    call.world.beforeWrite();
    user.mfaDevices = rest;
    note(call, user, serialNumber);
    return undefined;
  },
  ListMFADevices: (call) => {
    const user = userOf(call);
    const { items, ...rest } = page(call, user.mfaDevices);
    const devices = items.map((device) => ({
      UserName: user.name,
      SerialNumber: device.serialNumber,
      EnableDate: device.enableDate,
    }));
    return { MFADevices: devices, ...rest };
  },
};

function findKey(user: User, id: string) {
  const key = user.accessKeys.find((one) => one.id === id);
  if (key === undefined) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

function loginProfileAnswer(user: User) {
  const profile = user.loginProfile;
  if (profile === undefined) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return {
    LoginProfile: {
      UserName: user.name,
      CreateDate: profile.createDate,
      PasswordResetRequired: profile.passwordResetRequired,
    },
  };
}

/** What hangs on a user and no template declares. */
export const userCredentialHandlers: Handlers = {
  ...accessKeyHandlers,
  ...loginProfileHandlers,
  ...mfaHandlers,
};
