import { ipFamily } from './ip';

/**
 * An address at which other clusters reach the east-west gateway of a cluster.
 *
 * Any value can be constructed. Unusable addresses are reported together with all other problems of
 * the mesh (MESH312 to MESH316).
 */
export class GatewayAddress {
  /** The port of Istio's east-west gateways for `AUTO_PASSTHROUGH`. */
  public static readonly DEFAULT_PORT = 15443;

  /**
   * An IPv4 or IPv6 address, e.g. that of a load balancer.
   *
   * @param ip the address, without brackets
   * @param port the port at this address (default 15443)
   */
  public static ip(ip: string, port: number = GatewayAddress.DEFAULT_PORT): GatewayAddress {
    return new GatewayAddress(ip, port);
  }

  /**
   * A DNS name, e.g. that of a load balancer without a fixed address. The proxies of the callers
   * resolve it, and keep doing so.
   *
   * @param hostname fully qualified name, without a trailing dot
   * @param port the port at this host (default 15443)
   */
  public static hostname(
    hostname: string,
    port: number = GatewayAddress.DEFAULT_PORT,
  ): GatewayAddress {
    return new GatewayAddress(hostname, port);
  }

  /**
   * The address of a node, and the node port that leads to port 15443 of the gateway.
   *
   * @param ip address of the node
   * @param port node port, 30000 to 32767 unless the cluster uses another range
   */
  public static nodePort(ip: string, port: number): GatewayAddress {
    return new GatewayAddress(ip, port);
  }

  /**
   * Reads an address as written in `mesh.yaml`: `203.0.113.10`, `203.0.113.10:32443`,
   * `2001:db8::1`, `[2001:db8::1]:32443`, `gateway.example.com`, `gateway.example.com:443`.
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

  /** The port at this address. */
  public readonly port: number;

  private constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
  }

  /** True if the address is a DNS name, which proxies have to resolve. */
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
