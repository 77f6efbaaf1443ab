import { MOST_MEMBERS } from '../src/description/service-names';
import { HEALTH_PORT } from '../src/model/clusters/gateway-service';
import { MOST } from '../src/model/services/routes';

const whole = (minimum: number, maximum?: number) => ({ type: 'integer', minimum, maximum });

/** The forms of numbers, as JSON Schema. */
export const NUMBER_FORMS = {
  port: whole(1, 65535),
  gatewayPort: { ...whole(1, 65535), not: { const: HEALTH_PORT } },
  count: whole(0, MOST),
  positive: whole(1, MOST),
  ordinal: whole(0, Number.MAX_SAFE_INTEGER),
  members: whole(1, MOST_MEMBERS),
  percentage: whole(0, 100),
  share: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
  weight: whole(1, 1000),
  httpStatus: whole(200, 599),
};
