/** Stacks in the shapes that vendors publish: what they make of IAM has to be taken over without a change. */
export interface VendorStack {
  readonly name: string;
  readonly file: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Roles with names of their own. */
  readonly roles: readonly string[];
}

export const VENDOR_STACKS: readonly VendorStack[] = [
  {
    name: 'conditions, mappings, a custom resource',
    file: 'test/fixtures/vendor-stacks/monitoring.yaml',
    parameters: { ExternalId: '3f9a8c1d2e4b5a69' },
    roles: ['VendorMonitoringRole'],
  },
  {
    name: 'JSON, a generated name, an external id of the stack',
    file: 'test/fixtures/vendor-stacks/storage.json',
    parameters: {},
    roles: [],
  },
  {
    name: 'nothing but IAM',
    file: 'test/fixtures/vendor-stacks/agent.yaml',
    parameters: {},
    roles: ['vendor-agent'],
  },
];
