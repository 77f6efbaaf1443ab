import { Command, CommanderError, Option } from 'commander';
import { UsageError } from '../ca/usage-error';
import { FAILED } from '../values/exit-status';
import { OUTPUT_FORMATS } from '../values/output-format';

/** Reads an option that can be given more than once. @internal */
export const another = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  value,
];

/** Where a command says nothing of its own. */
const EXIT_STATUS = `
Exit status:
  0  done
  1  it could not be done, or the command line is wrong`;

/**
 * A command of `mesh`, or one below it: what all of them have in common beyond commander. It never
 * ends the process, and says what is wrong with the command line in one line, with the command that
 * it is about.
 *
 * @internal
 */
export class MeshCommand extends Command {
  /** The exit status of what was done; the topmost command has it. */
  public status = 0;
  private exampleLines: readonly string[] = [];
  private endOfHelp = '';

  public constructor(name?: string) {
    super(name);
    this.exitOverride().helpOption('-h, --help', 'show this help');
    this.addHelpText('after', () =>
      [...this.exampleLines, this.endOfHelp].filter((line, i) => line !== '' || i === 0).join('\n'),
    );
  }

  public override createCommand(name?: string): MeshCommand {
    return new MeshCommand(name);
  }

  /**
   * What the command does.
   *
   * @param work gets the arguments, then the options; returns the exit status
   */
  public does<Args extends unknown[]>(work: (...args: Args) => number | Promise<number>): this {
    this.endOfHelp ||= EXIT_STATUS;
    return this.action(async (...args: unknown[]) => {
      try {
        this.root.status = await work(...(args as Args));
      } catch (error) {
        if (error instanceof UsageError) {
          this.error(error.message);
        }
        throw error;
      }
    });
  }

  /**
   * Lets the user choose how the result is printed, and with it, what is wrong.
   *
   * @param more formats beyond those that every command has
   */
  public formats(...more: readonly string[]): this {
    const choices = [...OUTPUT_FORMATS, ...more];
    const option = new Option('-o, --output <format>', 'how to print the result');
    return this.addOption(option.choices(choices).default(OUTPUT_FORMATS[0]));
  }

  /** Command lines that a person may want to type, each with what it is for. */
  public examples(...lines: ReadonlyArray<readonly [command: string, purpose: string]>): this {
    const width = Math.max(...lines.map(([command]) => command.length));
    const texts = lines.map(([command, purpose]) => `  ${command.padEnd(width)}  # ${purpose}`);
    this.exampleLines = ['', 'Examples:', ...texts];
    return this;
  }

  /** The end of the help: more to know, and what each exit status means. */
  public exitStatus(text: string): this {
    this.endOfHelp = text;
    return this;
  }

  /** Each mistake in the command line ends here. */
  public override error(message: string): never {
    const line = message.replace(/^error: /, '').replace(/\n/g, ' ');
    process.stderr.write(`${this.path}: ${line}\nSee \`${this.path} --help\`.\n`);
    throw new CommanderError(FAILED, 'mesh.usage', line);
  }

  private get root(): MeshCommand {
    return this.parent instanceof MeshCommand ? this.parent.root : this;
  }

  /** As it is typed, e.g. `mesh ca issue`. */
  private get path(): string {
    return this.parent instanceof MeshCommand ? `${this.parent.path} ${this.name()}` : this.name();
  }
}
