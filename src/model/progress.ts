/** What apply is doing, as it happens. */
export type Progress =
  /** An integration enters a step, in words: `creating the change set`. */
  | { readonly progress: 'step'; readonly integration: string; readonly text: string }
  /** CloudFormation says something of a resource. */
  | {
      readonly progress: 'resource';
      readonly integration: string;
      /** The resource's address, or its logical id when it has none. */
      readonly resource: string;
      /** CloudFormation's resource status. */
      readonly status: string;
      readonly reason?: string;
    }
  | { readonly progress: 'done'; readonly integration: string; readonly text: string }
  | { readonly progress: 'failed'; readonly integration: string; readonly text: string };

export type OnProgress = (progress: Progress) => void;
