import { ipFamily } from './ip';

/**
 * An address at which other clusters reach a cluster's east-west gateway.
 *
 * The value is not judged here; the mesh reports unusable addresses together with all other
 * problems.
 */
export class GatewayAddress {
  /** Port at which an Istio east-west gateway serves `AUTO_PASSTHROUGH`. */
  public static readonly DEFAULT_PORT = 15443;

  /**
   * An IPv4 or IPv6 address, e.g. of a load balancer.
   *
   * @param ip the address, without brackets
   * @param port port on that address (default 15443)
   */
  public static ip(ip: string, port: number = GatewayAddress.DEFAULT_PORT): GatewayAddress {
    return new GatewayAddress(ip, port);
  }

  /**
   * A DNS name, e.g. of a load balancer that has no fixed address. The callers' proxies resolve it,
   * again and again.
   *
   * @param hostname fully qualified name, without a trailing dot
   * @param port port on that host (default 15443)
   */
  public static hostname(
    hostname: string,
    port: number = GatewayAddress.DEFAULT_PORT,
  ): GatewayAddress {
    return new GatewayAddress(hostname, port);
  }

  /**
   * A node's address and the node port behind which the gateway's port 15443 is published.
   *
   * @param ip address of a node
   * @param port node port, 30000 to 32767 unless the cluster's range was changed
   */
  public static nodePort(ip: string, port: number): GatewayAddress {
    return new GatewayAddress(ip, port);
  }

  /**
   * Reads the form used in `mesh.yaml`: `203.0.113.10`, `203.0.113.10:32443`, `2001:db8::1`,
   * `[2001:db8::1]:32443`, `gateway.example.com`, `gateway.example.com:443`.
   *
   * @param text the address
   */
  public static of(text: string): GatewayAddress {
    if (ipFamily(text)) {
      return new GatewayAddress(text, GatewayAddress.DEFAULT_PORT);
    }
    const [, v6, name, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [
      ,
      undefined,
      text,
      undefined,
    ];
    return new GatewayAddress(
      v6 ?? name!,
      port === undefined ? GatewayAddress.DEFAULT_PORT : Number(port),
    );
  }

  /** The IP address or DNS name. */
  public readonly host: string;

  /** The port on that address. */
  public readonly port: number;

  private constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
  }

  /** True when the address is a DNS name, which a proxy has to resolve. */
  public get isHostname(): boolean {
    return ipFamily(this.host) === 0;
  }

  /** The form that `GatewayAddress.of` reads. */
  public toString(): string {
    const host =
      ipFamily(this.host) === 6 && this.port !== GatewayAddress.DEFAULT_PORT
        ? `[${this.host}]`
        : this.host;
    return this.port === GatewayAddress.DEFAULT_PORT ? host : `${host}:${this.port}`;
  }
}
