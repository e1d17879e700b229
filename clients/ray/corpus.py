"""Generates a corpus: corpus.py FOLDER DOCUMENTS PARTITIONS. The same one every time.

Every 10,000th document is empty, which the service refuses.
"""

import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FIRST = "أحمد محمد سمير ليلى فاطمة خالد نادية يوسف مريم عمر هدى طارق".split()
LAST = "المصري الخطيب حداد النجار العلي منصور الحسن القاسم درويش الشامي".split()
PLACES = "بيروت القاهرة بغداد دمشق عمان تونس الرباط الرياض الدوحة الكويت صنعاء الخرطوم".split()
POSTS = ["وزير الخارجية", "رئيس الوزراء", "وزيرة الصحة", "مدير المصرف المركزي", "رئيسة الجامعة"]
SENTENCES = [
    "التقى {post} {name} وفدا من {place} يوم الثلاثاء {number} مارس.",
    "وقال {name} إن الاتفاق يشمل {number} مليون دولار لمشاريع المياه في {place}.",
    "وأعلنت شركة {last} للصناعة أنها ستفتح {number} فروع جديدة بين {place} و{other}.",
    "وارتفعت الأسعار في {place} بنسبة {number} في المئة خلال العام الماضي.",
    "ومن المنتظر أن تزور {name} مدينة {place} بعد {number} أيام قادمة من {other}.",
]


def text(draw):
    return " ".join(
        sentence.format(
            post=draw.choice(POSTS),
            name=f"{draw.choice(FIRST)} {draw.choice(LAST)}",
            last=draw.choice(LAST),
            place=draw.choice(PLACES),
            other=draw.choice(PLACES),
            number=draw.randint(2, 29),
        )
        for sentence in draw.sample(SENTENCES, 3)
    )


def main(folder, count, partitions):
    folder, size = Path(folder), int(count) // int(partitions)
    folder.mkdir(parents=True)
    draw = random.Random(11)
    for partition in range(int(partitions)):
        numbers = range(partition * size, (partition + 1) * size)
        texts = ["" if number % 10_000 == 9_999 else text(draw) for number in numbers]
        table = pa.table({"id": [f"document-{number}" for number in numbers], "text": texts})
        pq.write_table(table, folder / f"part-{partition:05}.parquet", row_group_size=1000)


if __name__ == "__main__":
    main(*sys.argv[1:])
