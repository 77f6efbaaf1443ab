import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** A client: a container with curl that does nothing by itself. */
export function sleep(scope: Construct, namespace: string): void {
  workload(scope, { name: 'sleep', namespace, image: 'curlimages/curl', command: ['/bin/sleep', 'infinity'] });
}

/** A server: answers on port 8080 of the pod, 8000 of the Service. */
export function httpbin(scope: Construct, namespace: string): void {
  workload(scope, { name: 'httpbin', namespace, image: 'mccutchen/go-httpbin', port: { service: 8000, container: 8080 } });
}

interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly command?: string[];
  readonly port?: { readonly service: number; readonly container: number };
}

function workload(scope: Construct, { name, namespace, image, command, port }: Workload): void {
  const labels = { app: name };
  const metadata = { name, namespace, labels };
  new k8s.KubeNamespace(scope, `${name}-namespace`, { metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } });
  new k8s.KubeServiceAccount(scope, `${name}-account`, { metadata });
  new k8s.KubeDeployment(scope, `${name}-deployment`, {
    metadata,
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [{ name, image, command, ports: port && [{ containerPort: port.container }] }],
        },
      },
    },
  });
  if (port) {
    new k8s.KubeService(scope, `${name}-service`, {
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: port.service, targetPort: k8s.IntOrString.fromNumber(port.container) }] },
    });
  }
}
