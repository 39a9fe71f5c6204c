import type { Lab, TemplateResource } from './lab.ts';

/** Policies and resources that grant nothing worth having: what they allow is denied, or allowed to everybody anyway. */

export function harmless(sid = 'Probe'): Readonly<Record<string, unknown>> {
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: sid, Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }],
  };
}

/** No principal can assume the role: the only principal is EC2, and no instance profile has the role. */
export function trust(principal: Readonly<Record<string, unknown>> = { Service: 'ec2.amazonaws.com' }) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
}

export function role(
  lab: Lab,
  name: string,
  properties: Readonly<Record<string, unknown>> = {},
): TemplateResource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: lab.name(name), AssumeRolePolicyDocument: trust(), ...properties },
  };
}

export function group(
  lab: Lab,
  name: string,
  properties: Readonly<Record<string, unknown>> = {},
): TemplateResource {
  return { Type: 'AWS::IAM::Group', Properties: { GroupName: lab.name(name), ...properties } };
}

export function managedPolicy(lab: Lab, name: string, sid?: string): TemplateResource {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { ManagedPolicyName: lab.name(name), PolicyDocument: harmless(sid) },
  };
}
