// Makes JavaScript of TypeScript for jest, file by file, with the bundler that builds `mesh`: `tsc` checks
// the types already, and to load it for a transpiler took longer than many tests. It does not move
// `jest.mock` to the top.
const { createHash } = require('crypto');
const { transformSync, version } = require('esbuild');

const options = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline' };

module.exports = {
  process: (source, sourcefile) => transformSync(source, { ...options, sourcefile }),

  getCacheKey: (source, file, { configString, instrument }) =>
    createHash('sha256')
      .update(JSON.stringify([version, options, file, source, configString, instrument]))
      .digest('hex'),
};
