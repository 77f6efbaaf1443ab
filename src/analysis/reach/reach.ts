import { Call, DialedCall, ListenedCall, ServedCall } from './call';
import { follow } from './hop';
import { address } from './hops/address';
import { authorization } from './hops/authorization';
import { caller } from './hops/caller';
import { destinationRule } from './hops/destination-rule';
import { endpoints } from './hops/endpoints';
import { entry } from './hops/entry';
import { gateway } from './hops/gateway';
import { identity } from './hops/identity';
import { listener } from './hops/listener';
import { name } from './hops/name';
import { pod } from './hops/pod';
import { roots } from './hops/roots';
import { route } from './hops/route';
import { Way } from './verdict';

/** Follows a call on its whole way. @internal */
export function reach(call: Call): Way {
  return follow(caller, call, proxied =>
    follow(name, proxied, named =>
      follow(entry, named, known => follow(listener, known, listened => outbound(listened))),
    ),
  );
}

const outbound = (call: ListenedCall): Way =>
  follow(route, call, routed =>
    follow(destinationRule, routed, secured => follow(endpoints, secured, dial)),
  );

/** Gateways dial again, until the call is at pods. */
function dial(call: DialedCall): Way {
  call.onDial?.(call);
  return follow(address, call, arrived =>
    arrived.where === 'gateway' ? follow(gateway, arrived, dial) : inbound(arrived),
  );
}

const inbound = (call: ServedCall): Way =>
  follow(pod, call, taken => follow(identity, taken, known => follow(roots, known, authorization)));
