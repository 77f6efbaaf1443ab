/** A step of a README: what to do and, where there are any, the commands that do it. @internal */
export interface Instruction {
  readonly text: string;
  readonly commands: readonly string[];
}

/** @internal */
export const instruction = (text: string, ...commands: string[]): Instruction => ({
  text,
  commands,
});

/** As items of a numbered list. @internal */
export function numbered(steps: readonly Instruction[]): string[] {
  return steps.map(({ text, commands }, i) =>
    commands.length === 0 ? `${i + 1}. ${text}` : `${i + 1}. ${text}\n\n${block(commands, '   ')}`,
  );
}

/** @param indent of a list that the block stands in @internal */
export function block(commands: readonly string[], indent: string = ''): string {
  return ['```sh', ...commands, '```'].map(line => `${indent}${line}`).join('\n');
}
