"""What a document costs: starts BINARY, sends batches of generated news for ten
seconds, and divides by the processor time that the server has used, so that
other work on the machine counts little. core_seconds.py BINARY"""

import os
import pathlib
import random
import sys
import tempfile
import time

from cluster import Cluster
from kayan.v1 import options_pb2, service_pb2, service_pb2_grpc
from traffic import channel

# "The president arrived in Beirut on Thursday." and the like; own sentences.
SENTENCES = [
    "وصل الرئيس {} إلى {} يوم الخميس.",
    "أعلنت وزارة الخارجية أن الوفد غادر {} بعد لقاء {}.",
    "ارتفعت الأسعار بنسبة {} في المئة خلال شهر واحد.",
    "قال المدير {} إن الشركة باعت {} وحدة في عام 2021.",
    "افتتح الوزير معرض الكتاب في {} بحضور جمهور كبير من القراء.",
    "تأجلت المباراة بسبب الأمطار الغزيرة التي هطلت على المدينة.",
]
WORDS = ["بيروت", "القاهرة", "بغداد", "سمير حداد", "هاني سليمان", "الرياض", "15", "3500"]
SIZES = {"1 KB": 1024, "8 KB": 8192}
BATCH, IN_FLIGHT, SECONDS = 32, 4, 10


def text(random_, size):
    parts, length = [], 0
    while length < size:
        part = "".join(piece + random_.choice(WORDS) for piece in random_.choice(SENTENCES).split("{}"))
        parts.append(part)
        length += len(part.encode()) + 1
    return " ".join(parts)


def processor_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(replica, stub, size):
    random_ = random.Random(1)
    batches = [
        service_pb2.BatchExtractEntitiesRequest(
            documents=[options_pb2.Document(id=str(n), text=text(random_, size)) for n in range(BATCH)]
        )
        for _ in range(20)
    ]
    octets = sum(len(d.text.encode()) for b in batches for d in b.documents) / (20 * BATCH)
    begun, end, documents, waiting = processor_seconds(replica.process), time.monotonic() + SECONDS, 0, []
    while time.monotonic() < end:
        waiting.append(stub.BatchExtractEntities.future(batches[documents // BATCH % 20]))
        documents += BATCH
        if len(waiting) == IN_FLIGHT:
            assert len(waiting.pop(0).result().results) == BATCH
    for call in waiting:
        assert len(call.result().results) == BATCH
    seconds = processor_seconds(replica.process) - begun
    rss = next(line for line in pathlib.Path(f"/proc/{replica.process.pid}/status").read_text().splitlines() if "VmRSS" in line)
    return documents, seconds, octets, int(rss.split()[1]) // 1024


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(binary, folder)
        try:
            cluster.replicas[0].start()
            while not cluster.replicas[0].is_ready():
                time.sleep(0.1)
            with channel(f"127.0.0.1:{cluster.port}") as client:
                stub = service_pb2_grpc.EntityExtractionServiceStub(client)
                for name, size in SIZES.items():
                    documents, seconds, octets, rss = measure(cluster.replicas[0], stub, size)
                    print(f"{name}: {documents} documents of {octets:.0f} bytes, {seconds:.2f} core-seconds:", end=" ")
                    print(f"{documents / seconds:.0f} documents a core-second, {documents * octets / seconds / 1e6:.1f} MB; {rss} MB resident")
        finally:
            cluster.down()


if __name__ == "__main__":
    main(sys.argv[1])
