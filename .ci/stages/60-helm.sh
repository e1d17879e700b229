#!/usr/bin/env bash
# The chart without a cluster: rendered for every version of Kubernetes,
# checked against the schemas of the API and of the custom resources, linted,
# hardened, and refused where values make no sense. See helm/tests/.
set -euo pipefail
cd "$(dirname "$0")/../.."

helm_version=v3.21.4
helm_docs_version=v1.14.2
kube_score_version=v1.20.0
# Modules that are read for their custom resource definitions.
gateway_api=sigs.k8s.io/gateway-api@v1.6.3
cert_manager=github.com/cert-manager/cert-manager@v1.19.1
prometheus_operator=github.com/prometheus-operator/prometheus-operator@v0.85.0

tools=${XDG_CACHE_HOME:-$HOME/.cache}/kayan-tools
mkdir -p "$tools"

# install NAME VERSION PACKAGE [FLAG…]: a Go program, built once a version.
install() {
  local folder=$tools/$1-$2
  if [[ ! -x $folder/$1 ]]; then
    echo "building $1 $2"
    GOFLAGS=-p=2 GOBIN=$folder.partial go install "${@:4}" "$3@$2"
    mv "$folder.partial" "$folder"
  fi
  PATH=$folder:$PATH
}

# The version that helm takes clusters to be, where nothing else says so.
kubernetes=helm.sh/helm/v3/pkg/chartutil
install helm $helm_version helm.sh/helm/v3/cmd/helm -ldflags "-s -w -X $kubernetes.k8sVersionMajor=1 -X $kubernetes.k8sVersionMinor=34"
install helm-docs $helm_docs_version github.com/norwoodj/helm-docs/cmd/helm-docs
install kube-score $kube_score_version github.com/zegl/kube-score/cmd/kube-score
export PATH

module() {
  go mod download -json "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["Dir"])'
}
KAYAN_CRDS=$(module $gateway_api)/config/crd/standard
KAYAN_CRDS+=:$(module $cert_manager)/deploy/crds
KAYAN_CRDS+=:$(module $prometheus_operator)/example/prometheus-operator-crd
export KAYAN_CRDS

python=$tools/helm-tests-$(sha256sum helm/tests/requirements.txt | cut -c1-12)
if [[ ! -x $python/bin/pytest ]]; then
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check --requirement helm/tests/requirements.txt
fi

"$python/bin/python" -B -m pytest -q -p no:cacheprovider helm/tests
