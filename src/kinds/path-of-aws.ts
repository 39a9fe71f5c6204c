/**
 * Paths under which only AWS makes and changes roles: service-linked ones and those of IAM Identity Center
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html,
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html).
 */
export function isPathOfAws(path: unknown): boolean {
  return typeof path === 'string' && /^\/aws-(service-role|reserved)\//i.test(path);
}
