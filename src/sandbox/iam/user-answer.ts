import { boundaryAnswer } from './boundaries.ts';
import type { User } from './records.ts';
import type { IamStore } from './store.ts';
import { tagsAnswer } from './tags.ts';

/** What every answer about a user has. GetGroup and GetAccountAuthorizationDetails do not tell the use of a password. */
export function userBasics(iam: IamStore, user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: iam.arn('user', user),
    CreateDate: user.createDate,
  };
}

/** A user as ListUsers shows it: without tags and boundary. */
export function userAnswer(iam: IamStore, user: User) {
  return { ...userBasics(iam, user), PasswordLastUsed: user.loginProfile?.lastUsed };
}

/** A user as GetUser shows it. */
export function fullUserAnswer(iam: IamStore, user: User) {
  return {
    ...userAnswer(iam, user),
    PermissionsBoundary: boundaryAnswer(user.boundary),
    Tags: user.tags.length > 0 ? tagsAnswer(user.tags) : undefined,
  };
}
