# Three replicas behind Envoy, HAProxy and nginx with the configurations of
# docs/load-balancing/, behind a balancer of connections, and behind clients that
# balance by themselves. See .ci/load-balancing/.
. .ci/lib.sh
export PATH="$PATH:/usr/sbin:/sbin"
need haproxy haproxy
need nginx nginx-light
cargo build --locked --quiet

bin=$(python_tools load-balancing -r .ci/load-balancing/requirements.txt)
(cd .ci/load-balancing/go && go vet . && go build -p 2 -o "$TOOLS/balancing-go-client" .)

# Times of real processes decide here: what fails is run once more, and has to
# pass then.
balance() {
    PYTHONPATH=clients/python timeout --kill-after=10 600 \
        "$bin/python" -B -m pytest -q -rP -o cache_dir="$PWD/target/load-balancing" "$@" .ci/load-balancing
}
balance || balance --last-failed
