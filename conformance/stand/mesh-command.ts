import { main } from '../../src/cli/mesh';

/** The command `mesh`, without having compiled it. */
void main(process.argv.slice(2)).then(status => {
  process.exitCode = status;
});
