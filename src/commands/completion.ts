export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** What a shell completes of one command. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  /** As in `--format`. */
  readonly flag: string;
  readonly description: string;
  /** The values that it takes; undefined where it takes any, or none. */
  readonly choices?: readonly string[];
}

/** The script that a shell reads to complete the command line: commands, options, and the values of options. */
export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return zsh(commands);
    case 'fish':
      return fish(commands);
  }
}

function bash(commands: readonly CommandWords[]): string {
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap(({ flag, choices }) =>
      choices === undefined
        ? []
        : [`    '${name} ${flag}') COMPREPLY=($(compgen -W '${choices.join(' ')}' -- "$word")); return ;;`],
    ),
  );
  const options = commands.map(
    ({ name, options }) => `    ${name}) words='${options.map(({ flag }) => flag).join(' ')}' ;;`,
  );
  return `_rolekeeper() {
  local word=\${COMP_WORDS[COMP_CWORD]} words=''
  case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join('\n')}
  esac
  case \${COMP_WORDS[1]} in
${options.join('\n')}
  esac
  [[ $COMP_CWORD -eq 1 ]] && words='${commands.map(({ name }) => name).join(' ')} --help --version'
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _rolekeeper rolekeeper
`;
}

function zsh(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name, description }) => `    ${quote(`${name}:${description}`)}`);
  const options = commands.map(({ name, options }) => {
    const specs = options.map(({ flag, description, choices }) =>
      quote(
        `${flag}[${description.replaceAll(/[[\]\\]/g, String.raw`\$&`)}]${choices === undefined ? '' : `:value:(${choices.join(' ')})`}`,
      ),
    );
    return `    ${name}) _arguments ${[...specs, quote('*:file:_files')].join(' ')} ;;`;
  });
  return `#compdef rolekeeper
_rolekeeper() {
  local -a commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${options.join('\n')}
  esac
}
compdef _rolekeeper rolekeeper
`;
}

function fish(commands: readonly CommandWords[]): string {
  const names = commands.map(
    ({ name, description }) =>
      `complete -c rolekeeper -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
  );
  const options = commands.flatMap(({ name, options }) =>
    options.map(({ flag, description, choices }) => {
      const values = choices === undefined ? '' : ` -x -a ${quote(choices.join(' '))}`;
      return `complete -c rolekeeper -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}${values} -d ${quote(description)}`;
    }),
  );
  return `${[...names, ...options].join('\n')}\n`;
}

/** One word of the shell, whatever stands in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
