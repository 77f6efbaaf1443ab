import { Command, Option } from 'commander';

/**
 * What the last of some words can become. Empty where only the user knows, e.g. a file.
 *
 * @param words behind the name of the command
 * @internal
 */
export function candidates(root: Command, words: readonly string[]): string[] {
  const typed = words[words.length - 1] ?? '';
  const { command, option } = walk(root, words.slice(0, -1));
  return possible(command, option, typed).filter(word => word.startsWith(typed));
}

function possible(command: Command, option: Option | undefined, typed: string): readonly string[] {
  if (option) {
    return option.argChoices ?? [];
  }
  const help = command.createHelp();
  if (typed.startsWith('-')) {
    return help.visibleOptions(command).flatMap(({ long }) => long ?? []);
  }
  return [
    ...help.visibleCommands(command).map(sub => sub.name()),
    ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  ];
}

interface Position {
  readonly command: Command;
  /** the option whose value comes next */
  readonly option?: Option;
}

function walk(root: Command, words: readonly string[]): Position {
  let command = root;
  let option: Option | undefined;
  for (const word of words) {
    const takesValue = option !== undefined;
    const named = command.options.find(({ long, short }) => word === long || word === short);
    option = takesValue || !(named?.required ?? false) ? undefined : named;
    if (!takesValue && !word.startsWith('-')) {
      command = command.commands.find(sub => sub.name() === word) ?? command;
    }
  }
  return { command, option };
}
