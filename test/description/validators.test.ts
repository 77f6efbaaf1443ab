import { validators } from '../../projenrc/validators';
import { readTree } from '../golden/golden';

test('the validators are those of the schemas, and need no package', () => {
  const committed = readTree('src/description/generated');
  expect(committed).toEqual(validators());
  for (const text of Object.values(committed)) {
    expect(text).not.toMatch(/^(import(?! type)|.*= require\()/m);
  }
});
