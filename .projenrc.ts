import { cdk8s, javascript, typescript } from 'projen';
import { noArrowUp } from './projenrc/floors';

const TYPESCRIPT = typescript.TypeScriptProject.DEFAULT_TS_JEST_TRANFORM_PATTERN;

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-istio-multicluster',
  description:
    'cdk8s constructs that describe an Istio mesh over several clusters once and render one directory of YAML per cluster',
  author: 'Example Authors',
  authorAddress: 'authors@example.com',
  repositoryUrl: 'https://github.com/example/cdk8s-istio-multicluster.git',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  sampleCode: false,

  // toolchain: one jsii, one TypeScript, Node 20 and later
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.3.0',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '22',

  peerDeps: ['cdk8s-plus-27@^2.9.5'],
  bundledDeps: ['yaml'],
  devDeps: [
    '@kubernetes-models/argo-cd@4.0.0',
    '@kubernetes-models/flux-cd@4.0.0',
    '@kubernetes-models/istio@3.0.1',
    '@stryker-mutator/core@^9.6.1',
    '@types/d3-hierarchy@^3',
    'ajv',
    'axe-core',
    'cdk8s-cli',
    'commander@^14',
    'd3-hierarchy@^3',
    'esbuild',
    'fast-check',
  ],
  bin: { mesh: 'bin/mesh' },
  keywords: ['cdk8s', 'kubernetes', 'istio', 'service-mesh', 'multicluster', 'coredns', 'gitops'],

  // dist/ belongs to cdk8s: it is the committed output of the root example
  artifactsDirectory: 'artifacts',

  // src/ and the generated imports/ compile side by side into lib/, without the source maps, which
  // would be more than half of it and are read at each start
  entrypoint: 'lib/src/index.js',
  tsconfig: {
    compilerOptions: {
      rootDir: '.',
      outDir: 'lib',
      inlineSourceMap: false,
      inlineSources: false,
    },
    include: ['imports/**/*.ts'],
  },

  // one formatter over everything; comments are kept below the same width by hand
  prettier: true,
  prettierOptions: {
    settings: {
      printWidth: 100,
      singleQuote: true,
      trailingComma: javascript.TrailingComma.ALL,
      arrowParens: javascript.ArrowParens.AVOID,
    },
  },
  eslintOptions: { dirs: ['src'], prettier: true },

  typecheckTests: true,
  integrationTestAutoDiscover: false, // its diff does not descend into folders
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    // every core: jest would leave one of two idle. No test is about time; some run a whole app, on
    // machines that are busy with other things
    jestConfig: {
      collectCoverage: false, // `npx projen coverage`: counting takes as long as many tests
      maxWorkers: '100%',
      // jest takes no modules of its own kind from packages
      moduleNameMapper: {
        '^d3-hierarchy$': '<rootDir>/node_modules/d3-hierarchy/dist/d3-hierarchy.js',
      },
      transform: { [TYPESCRIPT]: new javascript.Transform('<rootDir>/test/transform.js') },
      coveragePathIgnorePatterns: ['/node_modules/', '/imports/', '/generated/'],
      testTimeout: 300_000,
    },
  },

  publishToPypi: { distName: 'cdk8s-istio-multicluster', module: 'cdk8s_istio_multicluster' },
  publishToMaven: {
    javaPackage: 'io.github.example.cdk8sistiomulticluster',
    mavenGroupId: 'io.github.example',
    mavenArtifactId: 'cdk8s-istio-multicluster',
  },
  publishToNuget: {
    dotNetNamespace: 'Example.Cdk8sIstioMulticluster',
    packageId: 'Example.Cdk8sIstioMulticluster',
  },
  publishToGo: { moduleName: 'github.com/example/cdk8s-istio-multicluster-go' },

  release: false,
  depsUpgrade: false,
  githubOptions: { mergify: false },
});

project.deps.removeDependency('ts-jest'); // see test/transform.js
project.package.addField('types', 'lib/src/index.d.ts'); // JsiiBuild writes lib/index.d.ts
// 1.13.0 lacks its platform packages in the registry: npm ci fails
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// cdk8s-cli asks npm on every run otherwise
project.tasks.addEnvironment('CDK8S_CHECK_UPGRADE', 'false');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

project.tasks
  .tryFind('install')!
  .exec('ts-node --project projenrc/tsconfig.json projenrc/engines.ts', {
    name: 'no warnings of engines with Node 20',
  });

new javascript.NpmConfig(project, { omitEmpty: true }).addConfig(
  'omit-lockfile-registry-resolved',
  'true',
);

project.gitattributes.addAttributes('/imports/*.ts', 'linguist-generated');
project.gitattributes.addAttributes('/schema/**', 'linguist-generated');
project.gitattributes.addAttributes('/docs/errors.md', 'linguist-generated');
project.gitattributes.addAttributes('/src/**/generated/**', 'linguist-generated');
project.gitattributes.addAttributes('/dist/**', 'linguist-generated');
project.gitignore.exclude('/artifacts/', '/.tmp/', '.jsii.tabl.json');
// committed: a change of the output shows in the pull request
project.gitignore.include('/dist/', '/examples/*/dist/');
project.npmignore?.exclude(
  '/Dockerfile',
  '/.dockerignore',
  '/ARCHITECTURE.md',
  '/CONTRIBUTING.md',
  '/imports/',
  '/examples/',
  '/rosetta/',
  '/bench/',
  '/conformance/',
  '/page/',
  '/artifacts/',
  '/.ci/',
  '/.tmp/',
  '/cdk8s.yaml',
  '/.npmrc',
  '.jsii.tabl.json',
);

project.preCompileTask.exec('rm -rf lib'); // jsii leaves stale files, and npm pack ships them

project.compileTask.exec('ts-node --project projenrc/tsconfig.json projenrc/bundle.ts lib/cli.js', {
  name: 'the command `mesh` as one file',
});
// all of it is in lib/cli.js
project.npmignore?.exclude('/lib/src/cli/', '/lib/src/ca/', '/lib/src/report/');

project.postCompileTask.exec('jsii-rosetta extract --strict .', {
  name: 'README and @example snippets must compile',
});

project.eslint?.addRules({
  'import/no-restricted-paths': ['error', { zones: noArrowUp() }],
  'no-nested-ternary': 'error',
  // what the formatter leaves: comments; messages stay on one line
  'max-len': [
    'error',
    {
      code: 100,
      ignoreStrings: true,
      ignoreTemplateLiterals: true,
      ignoreRegExpLiterals: true,
      ignoreUrls: true,
    },
  ],
});
for (const folder of ['bench', 'conformance']) {
  project.tsconfigDev.addInclude(`../${folder}/**/*.ts`);
  project.eslint?.addLintPattern(folder);
  project.eslint?.allowDevDeps(`${folder}/**`);
  new javascript.TypescriptConfig(project, {
    // the linter asks for one in the folder
    fileName: `${folder}/tsconfig.json`,
    extends: javascript.TypescriptConfigExtends.fromPaths(['../test/tsconfig.json']),
    include: ['**/*.ts'],
    exclude: [],
  });
}
// what runs in a browser
project.eslint?.addLintPattern('page');
new javascript.TypescriptConfig(project, {
  fileName: 'page/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../test/tsconfig.json']),
  compilerOptions: { lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'], noEmit: true },
  include: ['**/*.ts'],
  exclude: [],
});
// compiled where it is installed, against the tarball
project.tsconfigDev.addExclude('consumer/project');
project.eslint?.addIgnorePattern('test/consumer/project/');
project.eslint?.addIgnorePattern('src/**/generated/');
project.prettier?.addIgnorePattern('src/**/generated/');
// what a command needs is loaded when it runs; what it imports is bundled with it
project.eslint?.addOverride({
  files: ['src/cli/**'],
  rules: { '@typescript-eslint/no-require-imports': 'off' },
});
project.eslint?.allowDevDeps('src/cli/**');
project.eslint?.allowDevDeps('src/report/**');
// flags of the TypeScript API, random numbers, bits of certificates and of file modes
project.eslint?.addOverride({
  files: ['projenrc/**', 'test/**', 'conformance/**', 'src/x509/**', 'src/ca/**'],
  rules: { 'no-bitwise': 'off' },
});

const crds = '.tmp/istio.crds.yaml';
project.addTask('import', {
  description: 'Generate imports/ from the pinned package of Istio types',
  steps: [
    { exec: `ts-node --project projenrc/tsconfig.json projenrc/crds.ts ${crds}` },
    { exec: `cdk8s import --no-save --language typescript --output imports ${crds}` },
  ],
});

const generate = project.addTask('generate', {
  description:
    'Generate the JSON Schemas of mesh.yaml and its parts, the validators of files, docs/errors.md, and the page of `mesh report` from the sources',
  steps: [
    { exec: 'ts-node --project projenrc/tsconfig.json projenrc/schema.ts schema' },
    {
      exec: 'ts-node --project projenrc/tsconfig.json projenrc/validators.ts src/description/generated',
    },
    { exec: 'ts-node --project projenrc/tsconfig.json projenrc/errors-doc.ts docs/errors.md' },
    { exec: 'tsc -p page' },
    { exec: 'ts-node --project projenrc/tsconfig.json projenrc/page.ts src/report/generated' },
  ],
});
project.preCompileTask.spawn(generate);

const bindings = project.addTask('bindings', {
  description:
    'Generate (not compile) the bindings of other languages: catches names that do not translate',
});
// one process for all: most of the time is that of starting
bindings.exec('jsii-pacmak --code-only -t python -t go -t java -t dotnet -o .bindings');
project.gitignore.exclude('/.bindings/');
project.npmignore?.exclude('/.bindings/');

project.addTask('coverage', {
  description: 'The tests, and which lines of src/ they run',
  steps: [{ exec: 'jest --coverage' }],
});

project.addTask('fuzz', {
  description:
    'The fuzzers: 10,000 meshes of each kind, and 100,000 Corefiles and values of the YAML printer',
  steps: [{ exec: 'jest --coverage=false test/fuzz test/corefile/fuzz test/values/yaml-printer' }],
  env: { FUZZ_RUNS: '10000', FUZZ_CASES: '100000' },
});
project.addTask('fuzz:faults', {
  description: 'Put each fault of the past back, and see that the fuzzer finds it',
  steps: [{ exec: 'test/fuzz/faults/run' }],
});

project.addTask('mutate', {
  description:
    'Change one thing of the model or the manifests at a time, and see whether a test fails',
  steps: [{ exec: 'test/mutation/run', receiveArgs: true }],
});

// by default only the JavaScript bundle: other languages need their own registries
project.packageTask.reset();
project.packageTask.spawn(project.tasks.tryFind('package:js')!);

project.synth();
