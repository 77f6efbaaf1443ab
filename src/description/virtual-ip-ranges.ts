/** Where virtual IPs come from unless the description says otherwise. @internal */
export const VIRTUAL_IP_RANGES: readonly string[] = ['240.0.0.0/16'];
