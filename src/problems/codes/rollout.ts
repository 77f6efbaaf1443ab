import { error } from './code-info';

/** 140 to 144: roll-outs. @internal */
export const ROLLOUT = {
  MESH140: error(
    'Cluster is in no wave',
    'It would never change, and nobody would be told.',
    'Give the cluster a label by which a wave selects it.',
  ),
  MESH141: error(
    'Cluster is in two waves',
    'Nobody could tell when it changes.',
    'Let the labels of the waves select different clusters.',
  ),
  MESH142: error(
    'Roll-out has no such wave',
    'What is written would be another state than the one that is meant.',
    'Give the number of a wave, as `mesh rollout` lists them; 0 before the first.',
  ),
  MESH143: error(
    'Roll-out changes nothing',
    'Each of its waves would be an empty change.',
    'Say `istio`, `revision` or `upgrade`, or the `addresses` of single `clusters`, or take `rollout` out.',
  ),
  MESH144: error(
    'Entry of a roll-out does not fit a cluster',
    'What it says would be ignored without a word.',
    'Name each cluster once, as it is declared, and addresses only for one with a `gateway`.',
  ),
} as const;
