import { Form } from './form';

const SELECTOR: Form = { matchLabels: 'labels' };

const PORT: Form = { number: 'number' };

const TLS: Form = {
  mode: 'text',
  sni: 'text',
  subjectAltNames: 'texts',
  clientCertificate: 'any',
  privateKey: 'any',
  caCertificates: 'any',
  credentialName: 'any',
  insecureSkipVerify: 'unknown',
};

const POLICY: { readonly [key: string]: Form } = {
  loadBalancer: {
    simple: 'any',
    consistentHash: 'any',
    warmup: 'any',
    warmupDurationSecs: 'any',
    localityLbSetting: {
      enabled: 'boolean',
      failoverPriority: 'texts',
      failover: { list: { from: 'text', to: 'text' } },
      distribute: 'any',
    },
  },
  connectionPool: 'any',
  outlierDetection: 'any',
  retryBudget: 'any',
  tls: TLS,
  tunnel: 'unknown',
  proxyProtocol: 'unknown',
};

const STRING_MATCH: Form = { exact: 'text', prefix: 'text', regex: 'text' };

const DESTINATION: Form = { host: 'text', subset: 'text', port: PORT };

const HTTP_MATCH: Form = {
  name: 'any',
  uri: STRING_MATCH,
  method: STRING_MATCH,
  scheme: STRING_MATCH,
  authority: STRING_MATCH,
  headers: { map: STRING_MATCH },
  withoutHeaders: { map: STRING_MATCH },
  queryParams: { map: STRING_MATCH },
  port: 'number',
  sourceLabels: 'labels',
  sourceNamespace: 'text',
  gateways: 'texts',
  ignoreUriCase: 'boolean',
  statPrefix: 'any',
};

const L4_MATCH: { readonly [key: string]: Form } = {
  destinationSubnets: 'unknown',
  port: 'number',
  sourceLabels: 'labels',
  sourceNamespace: 'text',
  gateways: 'texts',
};

const ROUTES: Form = { list: { destination: DESTINATION, weight: 'number', headers: 'any' } };

const SOURCE: Form = {
  principals: 'texts',
  notPrincipals: 'texts',
  requestPrincipals: 'texts',
  notRequestPrincipals: 'texts',
  namespaces: 'texts',
  notNamespaces: 'texts',
  serviceAccounts: 'texts',
  notServiceAccounts: 'texts',
  trustDomains: 'texts',
  notTrustDomains: 'texts',
  ipBlocks: 'texts',
  notIpBlocks: 'texts',
  remoteIpBlocks: 'texts',
  notRemoteIpBlocks: 'texts',
};

const OPERATION: Form = {
  hosts: 'texts',
  notHosts: 'texts',
  ports: 'texts',
  notPorts: 'texts',
  methods: 'texts',
  notMethods: 'texts',
  paths: 'texts',
  notPaths: 'texts',
};

const MTLS: Form = { mode: 'text' };

const ENDPOINT: { readonly [key: string]: Form } = {
  address: 'text',
  ports: { map: 'number' },
  labels: 'labels',
  network: 'text',
  locality: 'text',
  weight: 'number',
  serviceAccount: 'text',
};

/**
 * The specs of the kinds that decide where a call goes, by API group and kind. `any` is left to
 * what decides how a call goes, not where; see the API reference of Istio 1.31.
 *
 * @internal
 */
export const KINDS: { readonly [groupAndKind: string]: Form } = {
  'networking.istio.io/ServiceEntry': {
    hosts: 'texts',
    addresses: 'texts',
    ports: { list: { number: 'number', name: 'text', protocol: 'text', targetPort: 'number' } },
    location: 'text',
    resolution: 'text',
    endpoints: { list: ENDPOINT },
    workloadSelector: { labels: 'labels' },
    exportTo: 'texts',
    subjectAltNames: 'texts',
  },
  'networking.istio.io/WorkloadEntry': ENDPOINT,
  'networking.istio.io/DestinationRule': {
    host: 'text',
    trafficPolicy: {
      ...POLICY,
      portLevelSettings: { list: { ...POLICY, port: PORT } },
    },
    subsets: {
      list: {
        name: 'text',
        labels: 'labels',
        trafficPolicy: { ...POLICY, portLevelSettings: { list: { ...POLICY, port: PORT } } },
      },
    },
    exportTo: 'texts',
    workloadSelector: SELECTOR,
  },
  'networking.istio.io/VirtualService': {
    hosts: 'texts',
    gateways: 'texts',
    exportTo: 'texts',
    http: {
      list: {
        name: 'any',
        match: { list: HTTP_MATCH },
        route: ROUTES,
        timeout: 'any',
        retries: 'any',
        corsPolicy: 'any',
        headers: 'any',
        mirror: 'any',
        mirrors: 'any',
        mirrorPercent: 'any',
        mirrorPercentage: 'any',
        redirect: 'unknown',
        directResponse: 'unknown',
        delegate: 'unknown',
        rewrite: 'unknown',
        fault: { delay: 'any', abort: 'unknown' },
      },
    },
    tcp: { list: { match: { list: L4_MATCH }, route: ROUTES } },
    tls: { list: { match: { list: { ...L4_MATCH, sniHosts: 'texts' } }, route: ROUTES } },
  },
  'networking.istio.io/Gateway': {
    selector: 'labels',
    servers: {
      list: {
        name: 'any',
        bind: 'unknown',
        port: { number: 'number', name: 'any', protocol: 'text', targetPort: 'any' },
        hosts: 'texts',
        defaultEndpoint: 'any',
        tls: 'any',
      },
    },
  },
  'networking.istio.io/Sidecar': {
    workloadSelector: { labels: 'labels' },
    egress: {
      list: { hosts: 'texts', port: 'unknown', bind: 'unknown', captureMode: 'unknown' },
    },
    ingress: { list: 'unknown' },
    inboundConnectionPool: 'any',
    outboundTrafficPolicy: { mode: 'text', egressProxy: 'unknown' },
  },
  'security.istio.io/AuthorizationPolicy': {
    selector: SELECTOR,
    targetRef: 'any',
    targetRefs: 'any',
    action: 'text',
    provider: 'any',
    rules: {
      list: {
        from: { list: { source: SOURCE } },
        to: { list: { operation: OPERATION } },
        when: { list: { key: 'text', values: 'texts', notValues: 'texts' } },
      },
    },
  },
  'security.istio.io/PeerAuthentication': {
    selector: SELECTOR,
    mtls: MTLS,
    portLevelMtls: { map: MTLS },
  },
};
