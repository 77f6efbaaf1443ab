import { certainErrors } from './certain-errors';
import { fileForm } from './file-form';
import { checkForm, TextAt } from './mistakes';
import { repairs } from './repair';
import { SchemaValidator } from './schema-error';
import { Problems } from '../problems/problems';

/** What a user gave, and the schema that it must conform to. @internal */
export interface Given<Props> {
  readonly validate: SchemaValidator;
  /** plain data, as in a file */
  readonly values: unknown;
  readonly textAt?: TextAt;
  /** the props that values of the right form stand for */
  readonly propsOf: (values: any) => Props;
}

/** What the constructor of a construct was given. @internal */
export const givenProps = <Props>(validate: SchemaValidator, props: Props): Given<Props> => {
  const values = fileForm(props);
  return { validate, values, propsOf: form => (form === values ? props : form) };
};

/**
 * Checks the form of what a user gave, and then what it says. A mistake in the form of one part
 * does not hide what is wrong with the others: these are looked at with the mistakes mended, and
 * whatever depends on how they are mended is left for the next run.
 *
 * @param resolve finds what is wrong with props of the right form; called with a collector of its
 * own for each way to mend the mistakes
 * @returns undefined after reporting a mistake
 * @internal
 */
export function resolveChecked<Props, Result>(
  { validate, values, textAt = () => undefined, propsOf }: Given<Props>,
  problems: Problems,
  resolve: (props: Props, problems: Problems) => Result,
): Result | undefined {
  if (checkForm(validate, values, textAt, problems)) {
    return resolve(propsOf(values), problems);
  }
  const attempts = repairs(validate, values, textAt).map(repaired => {
    const apart = problems.apart();
    resolve(propsOf(repaired.values), apart);
    return { repaired, errors: apart.errors };
  });
  problems.adopt(certainErrors(attempts, problems.depth));
  return undefined;
}
