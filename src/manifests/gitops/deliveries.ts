import { argocd } from './argocd';
import { Delivery } from './delivery';
import { flux } from './flux';
import { sail } from './sail';
import { GitOpsTool } from '../../description/enums';
import { DIRECTORIES } from '../../values/directories';

const none: Delivery = {
  objects: () => [],
  files: () => [],
  reads: () => true,
  needsLayers: false,
  install: (_mesh, _cluster, { trust, controlPlane, everythingElse }) => [
    trust,
    ...controlPlane,
    everythingElse,
  ],
  uninstall: (_mesh, _cluster, { objects, dns, controlPlane }) => [
    objects,
    ...dns,
    ...controlPlane,
  ],
  upgrade: `Upgrade istiod and the gateways with their values of \`${DIRECTORIES.helm}/\``,
};

/** @internal */
export const DELIVERIES: { readonly [tool in GitOpsTool]: Delivery } = {
  [GitOpsTool.ARGOCD]: argocd,
  [GitOpsTool.FLUX]: flux,
  [GitOpsTool.SAIL]: sail,
  [GitOpsTool.NONE]: none,
};
