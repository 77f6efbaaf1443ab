import { Cluster } from '../../model/mesh';
import { printYaml } from '../../values/yaml-printer';
import { TextFile } from '../text-file';

/** A gateway, and where it is reached. @internal */
export interface GatewayPlace {
  readonly name: string;
  readonly namespace: string;
  /** for other clusters */
  readonly addresses?: readonly string[];
  /** for pods of the same cluster */
  readonly localAddresses?: readonly string[];
  /** where something before the Service has ports of its own: which one leads to which of it */
  readonly ports?: { readonly [port: string]: number };
}

/**
 * What no manifest says about a cluster, and whoever reads its manifests has to know: its version
 * of Istio, and the addresses of its gateways. For `mesh reach`.
 *
 * @internal
 */
export function worldFile({ istio }: Cluster, gateways: readonly GatewayPlace[]): TextFile {
  const values = { istio: istio.text, ...(gateways.length > 0 ? { gateways } : {}) };
  return { path: 'world.yaml', content: printYaml(values) };
}
