# The image: built twice, compared, looked into, and run as the chart runs it.
# See .ci/image/.
. .ci/lib.sh
. .ci/kubernetes.sh

need gcc gcc
need strip binutils
need skopeo skopeo
need umoci umoci
need runc runc
if [ ! -f /etc/ssl/certs/ca-certificates.crt ]; then
    apt-get install -y -qq ca-certificates >/dev/null
fi
helm_tool
go_tool grpcurl v1.9.3 github.com/fullstorydev/grpcurl/cmd/grpcurl

export KAYAN_IMAGE=target/image KAYAN_IMAGE_AGAIN=target/image-again
first=$(.ci/image/build.sh "$KAYAN_IMAGE")
# Linked anew, in another time zone and with other rights for files.
touch src/main.rs
second=$(umask 077 && TZ=Asia/Riyadh .ci/image/build.sh "$KAYAN_IMAGE_AGAIN")
export KAYAN_IMAGE_DIGESTS="$first $second"

bin=$(python_tools image-tests -r .ci/image/requirements.txt)
"$bin/python" -B -m pytest -q -rP -p no:cacheprovider .ci/image
