# Read by the scripts of this folder, from the root of the repository: where built programs stay, and how Go builds them.
cache=${CONFORMANCE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-istio-multicluster}
mkdir -p "$cache"

# without debugging information, and with a compiler that collects its garbage less often: a fifth of the time less
export GOGC=400 GOFLAGS='-buildvcs=false -gcflags=all=-dwarf=false -ldflags=-s'

# Go names each of hundreds of modules that it downloads
go() { command go "$@" 2> >(grep -v '^go: downloading ' >&2); }
