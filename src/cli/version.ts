import { MeshCommand } from './mesh-command';
import { KNOWN_ISTIO } from '../values/istio-version';
import { inFormat, OutputFormat } from '../values/output-format';

const ranges = (): string =>
  KNOWN_ISTIO.map(({ oldest, newest }) => `${oldest} to ${newest}`).join(' and ');

/** `mesh version`. @param version of the package @internal */
export function versionCommand(version: string): MeshCommand {
  return new MeshCommand('version')
    .summary('show the version, and which versions of Istio it knows')
    .formats()
    .examples(['mesh version', ''], ['mesh version --output json', 'for a pipeline'])
    .does(({ output }: { readonly output: OutputFormat }) => {
      const told = inFormat(
        output,
        () => `${version}, for Istio ${ranges()}, on Node.js ${process.version}\n`,
        () => ({ version, istio: KNOWN_ISTIO, node: process.version }),
      );
      process.stdout.write(told);
      return 0;
    });
}
