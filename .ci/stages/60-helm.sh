# The chart without a cluster: rendered for every version of Kubernetes,
# checked against the schemas of the API and of the custom resources, linted,
# hardened, and refused where values make no sense. See helm/tests/.
. .ci/lib.sh
. .ci/kubernetes.sh

helm_tool
go_tool helm-docs v1.14.2 github.com/norwoodj/helm-docs/cmd/helm-docs
go_tool kube-score v1.20.0 github.com/zegl/kube-score/cmd/kube-score
debian_file prometheus usr/bin/promtool

# These modules are read for their custom resource definitions.
KAYAN_CRDS=$(go_module sigs.k8s.io/gateway-api@v1.6.3)/config/crd/standard
KAYAN_CRDS+=:$(go_module github.com/cert-manager/cert-manager@v1.19.1)/deploy/crds
KAYAN_CRDS+=:$(go_module github.com/prometheus-operator/prometheus-operator@v0.85.0)/example/prometheus-operator-crd
export KAYAN_CRDS

bin=$(python_tools helm-tests -r helm/tests/requirements.txt)
"$bin/python" -B -m pytest -q -p no:cacheprovider helm/tests
