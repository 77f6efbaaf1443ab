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
        with:
          fetch-depth: 0 # mesh diff compares with the branch that it goes to
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci --omit=optional
      - run: npx mesh synth
      - run: git add --all && git diff --cached --exit-code --stat
      # what the change does to the calls of the mesh; with --deny widened, more access fails
      - if: github.event_name == 'pull_request'
        run: npx mesh diff --base "origin/$GITHUB_BASE_REF" -o markdown >> "$GITHUB_STEP_SUMMARY" || [ $? -eq 2 ]
`;

const GITLAB = `# The output in the repository is what the description says
mesh:
  image: node:22
  variables:
    GIT_DEPTH: 0 # mesh diff compares with the default branch
  script:
    - npm ci --omit=optional
    - npx mesh synth
    - git add --all && git diff --cached --exit-code --stat
    # what the change does to the calls of the mesh; with --deny widened, more access fails
    - git fetch --quiet origin "$CI_DEFAULT_BRANCH"
    - npx mesh diff --base "$(git merge-base FETCH_HEAD HEAD)" || [ $? -eq 2 ]
`;

/** The files of each, by path. @internal */
export const CI_FILES: {
  readonly [system in CiSystem]: { readonly [file: string]: string };
} = {
  github: { '.github/workflows/mesh.yaml': GITHUB },
  gitlab: { '.gitlab-ci.yml': GITLAB },
  none: {},
};
