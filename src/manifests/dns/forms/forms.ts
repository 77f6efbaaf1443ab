import { ackCustomDns } from './ack-custom-dns';
import { coredns } from './coredns';
import { corednsCustom } from './coredns-custom';
import { eksAddon } from './eks-addon';
import { Form, FormWords, ZoneOutput } from './form';
import { openshiftOperator } from './openshift-operator';
import { rke2Chart } from './rke2-chart';
import { FormName, Zone } from '../../../model/dns/cluster-dns';
import { Records } from '../../../model/dns/records';

const FORMS: { readonly [Name in FormName]: Form<Name> } = {
  coredns: coredns,
  'eks-addon': eksAddon,
  'coredns-custom': corednsCustom,
  'rke2-chart': rke2Chart,
  'openshift-operator': openshiftOperator,
  'ack-custom-dns': ackCustomDns,
};

/** What is written for a zone. @internal */
export function zoneOutput<Name extends FormName>(zone: Zone<Name>, records: Records): ZoneOutput {
  const form: Form<Name> = FORMS[zone.form];
  return form.write(zone, records);
}

/** What a README says about a zone. @internal */
export function zoneWords<Name extends FormName>(zone: Zone<Name>): FormWords {
  const form: Form<Name> = FORMS[zone.form];
  return form.words(zone);
}
