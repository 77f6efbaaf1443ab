import { execFileSync } from 'child_process';
import * as path from 'path';
import { KubernetesObject } from '../stand/kubernetes-api';

/** One of these is asked of the Go programs behind `oracle/`. */
export interface Question {
  /** directory with a kustomization.yaml */
  readonly kustomize?: string;
  readonly flux?: {
    readonly root: string;
    readonly path: string;
    readonly kustomization: KubernetesObject;
  };
  /** an object of Flux */
  readonly decode?: KubernetesObject;
  readonly helm?: {
    /** directory */
    readonly chart: string;
    readonly name: string;
    readonly namespace: string;
    readonly values: object;
  };
  readonly version?: { readonly asked: string; readonly versions: readonly string[] };
  /** of an `Istio` of the Sail operator */
  readonly values?: object;
  readonly crd?: { readonly definition: string; readonly object: KubernetesObject };
}

interface Answer {
  /** empty when nothing went wrong */
  readonly error: string;
  /** what came out: YAML, or a version */
  readonly text?: string;
}

/** What Argo CD makes of an ApplicationSet. */
export interface Applications {
  readonly error: string;
  readonly applications: readonly KubernetesObject[] | null;
}

export class Oracle {
  public constructor(
    private readonly cache: string,
    /** where Istio's source is */
    public readonly istio: string,
  ) {}

  /** What came out. */
  public ask(question: Question): string {
    const [{ error, text = '' }] = this.run<Answer>('gitops-oracle', question);
    if (error !== '') {
      throw new Error(error);
    }
    return text;
  }

  /** Why it is refused; throws if it is not. */
  public refusal(question: Question): string {
    const [{ error }] = this.run<Answer>('gitops-oracle', question);
    if (error === '') {
      throw new Error('it was taken');
    }
    return error;
  }

  public applicationsOf(set: KubernetesObject): Applications {
    return this.run<Applications>('argocd-oracle', set)[0];
  }

  private run<T>(program: string, question: object): T[] {
    const options = {
      input: JSON.stringify([question]),
      maxBuffer: 1 << 30,
      encoding: 'utf8',
    } as const;
    return JSON.parse(execFileSync(path.join(this.cache, program), options));
  }
}
