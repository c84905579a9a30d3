"""Which tests did not run, and why: a few lines at the end, so that nobody takes a skipped test for a passed one."""


def in_words(skipped):
    """One line for each reason, with how many tests it kept from running and in which files.

    Args:
        skipped: (file, reason) of each test that was skipped.
    """
    by_reason = {}
    for file, reason in skipped:
        by_reason.setdefault(reason.removeprefix("Skipped: "), []).append(file)
    lines = []
    for reason, files in sorted(by_reason.items()):
        tests = "1 test" if len(files) == 1 else f"{len(files)} tests"
        lines.append(f"{tests} did not run: {reason} ({', '.join(sorted(set(files)))})")
    return lines
