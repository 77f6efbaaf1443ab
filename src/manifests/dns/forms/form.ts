import { FormName, Zone } from '../../../model/dns/cluster-dns';
import { Records } from '../../../model/dns/records';
import { Manifest } from '../../manifest';

/** How a zone is written in one of the forms. @internal */
export interface Form<Name extends FormName> {
  write(zone: Zone<Name>, records: Records): ZoneOutput;
  /** what the README says about it */
  words(zone: Zone<Name>): FormWords;
}

/** A Kubernetes object, or a file for a tool outside of Kubernetes. @internal */
export type ZoneOutput = { readonly object: Manifest } | { readonly file: TextFile };

/** @internal */
export interface TextFile {
  readonly path: string;
  readonly content: string;
}

/** @internal */
export interface FormWords {
  /** how the cluster's DNS comes to know the zone; a command that shows it answer follows */
  readonly install: string;
  /** how the zone is taken out again */
  readonly removal: string;
  /** what has to be run for the installation, in a cluster of this name */
  commands?(cluster: string): readonly string[];
}

/** The words about an object that CoreDNS, or kube-dns, reads by itself. @internal */
export function pickedUp(
  zone: string,
  { object, place = '', restart = '' }: { object: string; place?: string; restart?: string },
): FormWords {
  return {
    install: `DNS: the cluster's DNS picks the zone \`${zone}\` up within two minutes.${restart} To see it answer:`,
    removal: `DNS: take \`${zone}\` out of the ${object} of \`dns/\`${place}. Do not delete the ${object}: the cluster's DNS needs it.`,
  };
}
