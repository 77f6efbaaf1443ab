import { fuzz } from './fuzz';
import { modern } from './modern';

fuzz(modern);
