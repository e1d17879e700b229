"""Runs the job, kills a worker within a partition, and checks what was written: check.py HOST:PORT FOLDER [DOCUMENTS]."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pyarrow.parquet as pq

DOCUMENTS = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
PARTITIONS, WORKERS = DOCUMENTS // 5_000, 2
# A worker may grow by this much after the first quarter of its life.
GROWTH_MB = 32
RUN_SECONDS = 240
SAMPLE_SECONDS = 0.1
# Samples that a worker must have for its growth to mean something.
SAMPLES = 20
HERE = Path(__file__).parent


def job(target, corpus, mentions):
    command = [sys.executable, HERE / "job.py", target, corpus, mentions, f"--workers={WORKERS}"]
    return subprocess.Popen(command)


def workers(process):
    """The processes of that job that run its tasks, by number."""
    found = {}
    for child in psutil.Process(process.pid).children(recursive=True):
        try:
            if child.cmdline()[:1] and child.cmdline()[0].startswith("ray::extract_partition"):
                found[child.pid] = child
        except psutil.Error:
            pass
    return found


def kill_one(running, mentions):
    """Kills a worker that has written a part of its partition, once a third is done; its partition or None."""
    if len(list(mentions.glob("part-*.parquet"))) < PARTITIONS // 3:
        return None
    for part in mentions.glob(".*.part"):
        _, partition, pid, _ = part.name.split(".")
        if int(pid) in running and part.stat().st_size > 10_000:
            running[int(pid)].kill()
            print(f"killed worker {pid} within {partition}", flush=True)
            return partition
    return None


def run(target, corpus, mentions, kill):
    """Seconds from the first task on, the killed worker's partition, and samples of memory by worker."""
    process, killed, samples, begin = job(target, corpus, mentions), None, {}, None
    limit = time.monotonic() + RUN_SECONDS
    while process.poll() is None:
        if time.monotonic() > limit:
            process.terminate()
            process.wait()
            sys.exit("the job took too long")
        running = workers(process)
        if running and begin is None:
            begin = time.monotonic()
        for pid, worker in running.items():
            try:
                samples.setdefault(pid, []).append(worker.memory_info().rss / 1e6)
            except psutil.Error:
                pass
        if kill and killed is None:
            killed = kill_one(running, mentions)
        time.sleep(SAMPLE_SECONDS)
    assert process.returncode == 0, f"the job ended with {process.returncode}"
    return time.monotonic() - begin, killed, samples


def check_ids(mentions):
    table = pq.read_table(mentions, columns=["id", "failure"])
    ids = table["id"].to_pylist()
    assert len(ids) == DOCUMENTS, f"{len(ids)} rows"
    assert set(ids) == {f"document-{number}" for number in range(DOCUMENTS)}, "documents are lost or twice there"
    failed = {row["id"]: row["failure"] for row in table.to_pylist() if row["failure"]}
    assert set(failed) == {f"document-{number}" for number in range(9_999, DOCUMENTS, 10_000)}, failed
    assert all(reason.startswith("TEXT_EMPTY") for reason in failed.values()), failed
    assert not list(mentions.glob(".*")), "temporary files are left"


def check_memory(samples):
    judged = 0
    for pid, values in samples.items():
        if len(values) < SAMPLES:
            print(f"worker {pid}: {len(values)} samples, too few to judge")
            continue
        bounds = [len(values) * quarter // 4 for quarter in range(5)]
        quarters = [max(values[begin:end]) for begin, end in zip(bounds, bounds[1:])]
        growth = max(quarters[1:]) - quarters[0]
        print(f"worker {pid}: {len(values)} samples, most of each quarter", *(f"{most:.1f}" for most in quarters), "MB")
        assert growth < GROWTH_MB, f"worker {pid} grew by {growth:.1f} MB"
        judged += 1
    assert judged >= WORKERS, "too few samples of memory"


def check_sample(target, folder, partitions):
    """The same partitions without a kill have the same rows."""
    corpus, mentions = folder / "sample", folder / "sample-mentions"
    corpus.mkdir()
    for partition in partitions:
        os.link(folder / "corpus" / f"{partition}.parquet", corpus / f"{partition}.parquet")
    run(target, corpus, mentions, kill=False)
    count = 0
    for partition in partitions:
        expected = pq.read_table(mentions / f"{partition}.parquet")
        assert expected.equals(pq.read_table(folder / "mentions" / f"{partition}.parquet")), partition
        count += sum(map(len, expected["mentions"].to_pylist()))
    assert count > 0, "no mention in the sample"
    print(f"{count} mentions of {', '.join(partitions)} are the same without a kill")


def main(target, folder, _documents=None):
    folder = Path(folder).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, HERE / "corpus.py", folder / "corpus", str(DOCUMENTS), str(PARTITIONS)], check=True)
    mentions = folder / "mentions"
    seconds, killed, samples = run(target, folder / "corpus", mentions, kill=True)
    assert killed, "no worker was killed"
    print(f"{DOCUMENTS} documents in {seconds:.0f} s, {DOCUMENTS / seconds:.0f} a second")
    check_ids(mentions)
    check_memory(samples)
    check_sample(target, folder, sorted({killed, "part-00000", f"part-{PARTITIONS - 1:05}"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
