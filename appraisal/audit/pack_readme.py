"""The README of a pack: what it is, how to check it in an hour, and what it cannot show."""

from __future__ import annotations

from appraisal.audit.pack_contents import Contents

README = "README.txt"

_TEXT = """\
THE RECORD OF AN OPTIONS APPRAISAL, WITH WHAT IT RESTS ON

Confidential: it holds figures, such as prices, that providers gave in confidence, and the reasons that people gave for
their scores. A person is a pseudonym, such as p07; but what people wrote stands here whole, and may name somebody. Ask
who gave it to you before you share any of it.

HOW TO CHECK IT
1. Have a receipt from somewhere else: the footer of a paper printed or mailed before, or what a scorer was told to
   keep. A receipt from this pack proves nothing against whoever made the pack.
2. Have checker.py from where you trust it: it is also in the software's own repository, as appraisal/audit/checker.py.
   It is one file, needs only Python 3.9 or later, and can be read in an evening. formats/record.md says what it does,
   exactly enough that you can write your own.
3. Run it on this pack, zipped or unpacked:
       python -I checker.py {pack} --receipt "212 entries, head ..., last entered ..."
   It says what agrees and what does not, and ends with 0 where everything agrees, 1 where something does not, 2 where
   it cannot read the pack, 3 where all that is here agrees and not all that the record names is here.

WHAT IS IN IT
record/         the whole record, an entry a line, and the list of the hashes of its entries
runs/           of each run what it read (inputs), what it found (findings.json), and its papers as they were written,
                named by their hash
papers/         the current papers
formats/        how all of this is written, and how totals follow from ballots
ro-crate-metadata.json   each file with its hash, and which run made what of what, with which versions

The record: {receipt}
{runs}
WHAT IS NOT IN IT
{missing}
WHAT NOTHING HERE CAN SHOW
- Whether what was entered was true: a figure, a date on which somebody says that they scored, an interest not declared.
- Without a receipt from outside: that the record was not written anew as a whole. With one, the same of the entries
  that came after it.
- That the files which a run read were the only ones that there were.
- The checker does not measure travel, access, equity or cost again, nor does it search; it says so in its answer.
  `appraisal audit replay RUN` makes every figure again from the same inputs, with the software itself.
"""
_LEFT_OUT = """\
  Left out: tables in CSV, because the findings hold all that stands in them; who is behind which pseudonym.
"""


def readme(contents: Contents) -> str:
    """The README of a pack with these contents."""
    runs = [
        f"  {run.home}, entry {run.entry['number']}, {run.entry['entered_at']}, as at {run.entry['content']['as_at']}"
        for run in contents.runs
    ]
    missing = [f"  {name}\n      {why}" for name, why in sorted(contents.missing.items())]
    missing += [f"  {name}\n      it is not as it was written here, so it is left out" for name in contents.left_out]
    return _TEXT.format(
        pack="PACK.zip",
        receipt=contents.receipt,
        runs="".join(f"{line}\n" for line in ["Its runs:" if runs else "It holds no run.", *runs]),
        missing="".join(f"{line}\n" for line in missing or ["  Nothing that the record names is missing."]) + _LEFT_OUT,
    )
