/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  plugins: ['./test/mutation/runner.mjs', './test/mutation/results.mjs'],
  mutate: ['src/model/**/*.ts', 'src/manifests/**/*.ts'],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  mutation: {
    sources: ['src/model', 'src/manifests', 'src/constructs'],
    tests: [
      'test/model',
      'test/manifests',
      'test/constructs',
      'test/corpus',
      'test/golden',
      'test/description',
      'test/x509/check-chain.test.ts',
    ],
    leftOut: {
      files: [
        'test/golden/examples.test.ts', // starts processes
        'test/description/locks/merged-lock.test.ts', // so does this one
        'test/manifests/gitops/crds.test.ts', // asks a thread for schemas
        'test/golden/permutation.test.ts', // takes long, and finds what depends on order
        'test/description/typed-fuzz.test.ts', // random
        'test/description/validators.test.ts', // about schemas alone
      ],
      tests: ['is valid, and fits together over all clusters'], // its bytes are compared before
    },
  },
  // the machine may be busy: what is endless is found by counting
  timeoutMS: 120_000,
  timeoutFactor: 10,
  disableTypeChecks: false, // esbuild has none
  ignorePatterns: [
    '/*',
    '!/src',
    '!/examples',
    '!/imports',
    '!/test',
    '!/schema',
    '!/projenrc',
    '!/package.json',
    '!/tsconfig.json',
  ],
  incremental: true,
  tempDirName: '.tmp/mutation/copies',
  incrementalFile: '.tmp/mutation/incremental.json',
  jsonReporter: { fileName: '.tmp/mutation/report.json' },
  reporters: ['progress-append-only', 'json', 'results'],
};
