import { classic } from './classic';
import { fuzz } from './fuzz';

fuzz(classic);
