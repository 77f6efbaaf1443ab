# The command `mesh` for pipelines without Node: one bundled file, nothing to install, not root.
#
#   npx projen compile && docker build -t mesh .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" mesh synth mesh.yaml
FROM node:22-alpine

COPY package.json /opt/mesh/
COPY bin/mesh /opt/mesh/bin/
COPY lib/cli.js lib/cli.js.LICENSES.txt /opt/mesh/lib/

# `node` of the base image, as a number: Kubernetes knows only by that that it is not root
USER 1000
WORKDIR /work
ENTRYPOINT ["node", "/opt/mesh/bin/mesh"]
CMD ["--help"]
