import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';

/** The real programs, built or fetched by `stand/build`. */
export class Tools {
  /** the folder with all of them */
  public readonly folder: string;
  /** the source of Istio, with its charts */
  public readonly istio: string;
  /** what every container of Istio's has beside the machine's own files */
  public readonly image: string;

  public constructor(
    cache: string,
    private readonly runFolder: string,
  ) {
    this.folder = path.join(cache, 'bin');
    this.istio = path.join(cache, 'istio');
    this.image = path.join(runFolder, 'image');
    const bootstrap = path.join(this.image, 'var/lib/istio/envoy');
    mkdirSync(bootstrap, { recursive: true });
    // on the machine it is a link, which would lead out
    mkdirSync(path.join(this.image, 'var/run'));
    writeFileSync(
      path.join(bootstrap, 'envoy_bootstrap_tmpl.json'),
      readFileSync(path.join(this.istio, 'tools/packaging/common/envoy_bootstrap.json')),
    );
  }

  public binary(name: string): string {
    return path.join(this.folder, name);
  }

  public version(name: string): string {
    return readFileSync(`${this.binary(name)}.version`, 'utf8').trim();
  }

  /** Helm keeps nothing in the user's home. */
  public get helmEnvironment(): NodeJS.ProcessEnv {
    const folder = (name: string) => path.join(this.runFolder, 'helm', name);
    return {
      HELM_CACHE_HOME: folder('cache'),
      HELM_CONFIG_HOME: folder('config'),
      HELM_DATA_HOME: folder('data'),
    };
  }
}
