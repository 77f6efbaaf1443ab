/** Pipelines that `mesh init` can write. @internal */
export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;

/** @internal */
export type CiSystem = (typeof CI_SYSTEMS)[number];

const GITHUB = `# The output in the repository is what the description says
name: mesh
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  synth:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci --omit=optional
      - run: npx mesh synth
      - run: git add --all && git diff --cached --exit-code --stat
`;

const GITLAB = `# The output in the repository is what the description says
mesh:
  image: node:22
  script:
    - npm ci --omit=optional
    - npx mesh synth
    - git add --all && git diff --cached --exit-code --stat
`;

/** The files of each, by path. @internal */
export const CI_FILES: {
  readonly [system in CiSystem]: { readonly [file: string]: string };
} = {
  github: { '.github/workflows/mesh.yaml': GITHUB },
  gitlab: { '.gitlab-ci.yml': GITLAB },
  none: {},
};
