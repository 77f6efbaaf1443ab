import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Layers } from './layers';
import { allowPlaintext } from './secret-exceptions';
import { plaintextOf } from '../manifests/trust/secrets';
import { Trust, trustManifests } from '../manifests/trust/trust-manifests';
import { Layer } from '../output/layer';

/**
 * Puts the objects of a cluster's trust below a construct that has no children yet.
 *
 * @internal
 */
export function placeTrust(scope: Construct, trust: Trust): void {
  Layers.assign(scope, Layer.TRUST);
  for (const manifest of trustManifests(trust)) {
    new ApiObject(scope, manifest.kind.toLowerCase(), manifest);
  }
  const plaintext = plaintextOf(trust.cacerts);
  if (plaintext !== undefined) {
    allowPlaintext(scope, plaintext);
  }
}
