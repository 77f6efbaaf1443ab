import { ControlPlane } from './control-plane';
import { DNS_SERVICE } from './network';
import { deployment } from './workloads';
import { kubeadmCorefile, KNOWN_MINORS } from '../../src/corefile/kubeadm-corefile';

const labels = { 'k8s-app': 'kube-dns' };
const metadata = { name: 'coredns', namespace: 'kube-system', labels };

/** The cluster's own CoreDNS, as kubeadm installs it. */
export async function installClusterDns(plane: ControlPlane): Promise<void> {
  const objects = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:coredns' },
      rules: [
        {
          apiGroups: [''],
          resources: ['endpoints', 'services', 'pods', 'namespaces'],
          verbs: ['list', 'watch'],
        },
        {
          apiGroups: ['discovery.k8s.io'],
          resources: ['endpointslices'],
          verbs: ['list', 'watch'],
        },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'system:coredns' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:coredns',
      },
      subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: 'kube-system' }],
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: { Corefile: kubeadmCorefile(KNOWN_MINORS.last, 'cluster.local') },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, name: 'kube-dns' },
      spec: {
        clusterIP: DNS_SERVICE,
        selector: labels,
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP' },
        ],
      },
    },
    deployment(metadata, labels, {
      serviceAccountName: 'coredns',
      dnsPolicy: 'Default',
      containers: [
        {
          name: 'coredns',
          image: 'coredns/coredns',
          args: ['-conf', '/etc/coredns/Corefile'],
          ports: [
            { containerPort: 53, protocol: 'UDP', name: 'dns' },
            { containerPort: 53, protocol: 'TCP', name: 'dns-tcp' },
          ],
          readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
          volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
        },
      ],
      volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
    }),
  ];
  await plane.kubectl(['apply', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  });
}
