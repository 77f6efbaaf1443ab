import { Description, Target } from './description';
import { Telling } from './failure';

/**
 * What a command works on. What it takes to read it is loaded only here: `mesh explain` needs no
 * constructs, and a file needs no process.
 *
 * @internal
 */
export function descriptionOf(source: Target['source'], { command, output }: Telling): Description {
  if ('file' in source) {
    const { DescriptionFile }: typeof import('./from-file') = require('./from-file');
    return new DescriptionFile(source.file, command);
  }
  const { DescriptionApp }: typeof import('./from-app') = require('./from-app');
  return new DescriptionApp({ app: source.app, command, isQuiet: output !== 'text' });
}
