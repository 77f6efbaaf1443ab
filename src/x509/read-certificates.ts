import { Certificate, readCertificate } from './certificate';
import { certificatesOf } from './pem';
import { Problems } from '../problems/problems';

/**
 * The certificates of a PEM text, in its order. One that cannot be read is reported and left out.
 *
 * @param file what to call the text
 * @internal
 */
export function readCertificates(text: string, file: string, problems: Problems): Certificate[] {
  return certificatesOf(text, file, problems).flatMap((der, i) => {
    try {
      return [readCertificate(der)];
    } catch (error) {
      problems.report(
        'MESH702',
        `certificate ${i + 1} of ${file} cannot be read: ${(error as Error).message}`,
      );
      return [];
    }
  });
}
