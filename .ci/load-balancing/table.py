"""Prints what the tests have measured as the table of docs/load-balancing.md."""

import json
import pathlib


def parts(served):
    return " / ".join(f"{100 * count / sum(served):.1f}" for count in served)


def main():
    rows = {}
    for line in pathlib.Path("target/load-balancing.jsonl").read_text().splitlines():
        figures = json.loads(line)
        rows.setdefault(figures["how"], {})[figures["what"]] = figures
    print("| option | spread of calls, % | one call alone, ms | kill -9, with the policy | without | rollout, with the policy | without | slow replica's share, %; p99 before and with it, ms | 1 → 3 replicas: even after, s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for how, what in rows.items():
        cells = [how]
        cells.append(parts(what["spread"]["served"]) if "spread" in what else "–")
        cells.append(f"{what['spread']['p50']:.1f}" if "p50" in what.get("spread", {}) else "–")
        for kind in ("kill", "rollout"):
            for client in ("policy", "bare"):
                cells.append(what.get(kind, {}).get(client, "–"))
        if slow := what.get("slow"):
            share = 100 * slow["served"][2] / sum(slow["served"])
            cells.append(f"{share:.0f}; {slow['p99'][0]:.0f}, {slow['p99'][1]:.0f}")
        else:
            cells.append("–")
        cells.append(f"{what['scale']['seconds']:.1f}" if "scale" in what else "–")
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
