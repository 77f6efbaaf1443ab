import { Manifest } from '../manifest';
import { classic } from './classic/classic';
import { modern } from './modern/modern';
import { EgressRoutes, ExportingGateway, Host } from '../../model/hosts/host';
import { Profile } from '../../values/istio-version';

/**
 * How a call finds its way through the gateways. Everything that differs between the generations of
 * Istio is behind this.
 *
 * @internal
 */
export interface Mechanism {
  /** What one cluster needs to know about one host. */
  host(host: Host): Manifest[];
  /** What opens a cluster's east-west gateway. */
  gateway(gateway: ExportingGateway): Manifest[];
  /** What the cluster's egress gateway needs to know. */
  egress(routes: EgressRoutes): Manifest[];
}

/** @internal */
export const MECHANISMS: { readonly [profile in Profile]: Mechanism } = { classic, modern };
