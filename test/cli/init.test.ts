import { readFileSync } from 'fs';
import { parse } from 'yaml';
import { meshHarness } from './harness';
import { TERMINAL } from '../../src/ca/terminal';

const { mesh, io, write, tree } = meshHarness();

const TWO = ['--cluster', 'east=198.51.100.1:443', '--cluster', 'west=gw.west.example.org'];

function answer(...answers: string[]): string[] {
  const questions: string[] = [];
  jest.spyOn(TERMINAL, 'ask').mockImplementation(question => {
    questions.push(question);
    return answers[questions.length - 1];
  });
  return questions;
}

test('from an empty folder to a mesh in three commands', async () => {
  expect(await mesh('init', '--cluster', 'east=198.18.0.10', '--cluster', 'west=198.18.0.20')).toBe(
    0,
  );
  expect(io.out).toContain(
    'wrote mesh.yaml\nwrote .gitattributes\n\nNext:\n  1. look at mesh.yaml',
  );
  expect(await mesh('validate')).toBe(0);
  expect(io.out).toMatch(/\nvalid, \d warnings?\n$/);
  expect(io.out + io.err).not.toContain('MESH421');
  expect(await mesh('synth')).toBe(0);
  expect(Object.keys(tree())).toContain('dist/west/manifests/traffic/bar.yaml');
});

test('what is said on the command line is in the description, whatever characters it has', async () => {
  const more = ['--suffix', 'on.example', '--istio', '1.30'];
  expect(await mesh('init', 'deep/folder', ...TWO, ...more, '--ci', 'gitlab')).toBe(0);
  expect(Object.keys(tree())).toEqual([
    'deep/folder/.gitattributes',
    'deep/folder/.gitlab-ci.yml',
    'deep/folder/mesh.yaml',
  ]);
  const text = readFileSync('deep/folder/mesh.yaml', 'utf8');
  expect(text).toMatch(/^# yaml-language-server: \$schema=.*\/mesh\.schema\.json\n/);
  expect(parse(text)).toMatchObject({
    suffix: 'on.example',
    authorization: 'enforce',
    clusterDefaults: [{ istio: '1.30' }],
    clusters: [
      { name: 'east', gateway: { addresses: ['198.51.100.1:443'] } },
      { name: 'west', gateway: { addresses: ['gw.west.example.org'] } },
    ],
  });
  expect(io.out).toContain('  1. cd deep/folder\n');
});

test('a person is asked for what is not said', async () => {
  const questions = answer('a=198.18.0.1, b=198.18.0.2', '', 'github');
  expect(await mesh('init', '--suffix', 'mesh.internal')).toBe(0);
  expect(questions).toEqual([
    'Clusters, as name=gateway address, separated by spaces: ',
    'Version of Istio [1.31]: ',
    'Pipeline (github, gitlab, none) [none]: ',
  ]);
  expect(io.err).toBe('');
});

test('the answers are checked before anything is written', async () => {
  answer('a=198.18.0.1 b=198.18.0.2', '', '', 'jenkins');
  expect(await mesh('init')).toBe(1);
  expect(io.err).toMatch(/^mesh init: "jenkins" is none of github, gitlab, none\n/);
  expect(await mesh('init', '--cluster', 'east:198.18.0.1')).toBe(1);
  expect(io.err).toMatch(/^mesh init: "east:198.18.0.1" is no cluster; write name=address/);
  const wrong = [
    '--cluster',
    'A="',
    '--cluster',
    'b=198.18.0.2',
    '--istio',
    '1.12',
    '--suffix',
    '#',
  ];
  expect(await mesh('init', ...wrong, '--ci', 'none')).toBe(1);
  for (const code of ['MESH201', 'MESH312', 'MESH502']) {
    expect(io.err).toContain(`${code} at mesh.yaml:`);
  }
  expect(io.err).toMatch(/\n\nmesh init: nothing was written\n$/);
  expect(tree()).toEqual({});
});

test('without a terminal and clusters, what is to be filled in cannot be forgotten', async () => {
  expect(await mesh('init')).toBe(0);
  expect(io.out).toContain('  1. replace what stands in <> in mesh.yaml');
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('"<gateway address of west>" is a shell placeholder');
});

test('a program gets data, and is asked nothing', async () => {
  const questions = answer();
  write('.gitattributes', '*.png binary\n');
  expect(await mesh('init', ...TWO, '-o', 'json')).toBe(0);
  expect(questions).toEqual([]);
  const data = JSON.parse(io.out);
  expect(data.written).toEqual(['mesh.yaml']);
  expect(data.kept).toEqual([
    { file: '.gitattributes', needs: expect.stringContaining('dist/** text eol=lf') },
  ]);
  expect(data.next).toHaveLength(3);
  expect(await mesh('init', 'b', '--cluster', 'A=1', '--output', 'yaml')).toBe(1);
  expect(parse(io.out).problems[0].code).toBe('MESH203');
});

test('no file is overwritten, and what it would have needed is said', async () => {
  write('.gitattributes', '*.png binary\n');
  expect(await mesh('init', ...TWO, '--suffix', 'mesh.internal')).toBe(0);
  expect(io.out).toContain('kept .gitattributes, which exists; it needs this:\n\n  # Written by');
  expect(tree()['.gitattributes']).toBe('*.png binary\n');
  const before = tree();
  expect(await mesh('init', ...TWO)).toBe(1);
  expect(io.err).toMatch(/^mesh init: "mesh.yaml" exists already, and nothing was written\n/);
  expect(tree()).toEqual(before);
});
