"""A database that could show other entries than stand there is no ledger, to us and to the checker."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest
from forging import small_record
from keeping import OnAServer
from sqlalchemy.dialects import sqlite

from appraisal.audit import checker
from appraisal.errors import LedgerError
from appraisal.records.ledger import open_ledger
from appraisal.records.ledger.tables import statements

GOLDEN = Path(__file__).parents[1] / "golden" / "ledger.sqlite3"
REFUSED = "holds what we did not make: the {}. Through it"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return small_record(tmp_path_factory.mktemp("sound"), 30)


@pytest.fixture
def copy(sound, tmp_path):
    return Path(shutil.copy(sound, tmp_path))


def refused_by_both(path, words):
    with pytest.raises(LedgerError, match=REFUSED.format(words)), open_ledger(path):
        pass
    with pytest.raises(LedgerError, match=REFUSED.format(words)), open_ledger(path, create=True):
        pass
    with pytest.raises(checker.CannotReadError):
        checker.walk_of(path)


def plant_forged_index(path):
    """An index that holds, of entries by kind, other contents than the table: SQLite answers from it alone."""
    with closing(sqlite3.connect(path)) as connection, connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(entries)")]
        texts = ", ".join(f"{name} TEXT" for name in columns if name != "number")
        connection.execute(f"CREATE TABLE forged (number INTEGER PRIMARY KEY NOT NULL, {texts})")
        connection.execute("INSERT INTO forged SELECT * FROM entries")
        connection.execute("UPDATE forged SET content = '{\"answer\":\"0\"}' WHERE kind = 'score'")
        rest = ", ".join(name for name in columns if name not in ("kind", "number"))
        connection.execute(f"CREATE INDEX planted ON forged (kind, number, {rest})")
        connection.execute("PRAGMA writable_schema = ON")
        moved = "tbl_name = 'entries', sql = replace(sql, 'ON forged', 'ON entries')"
        connection.execute(f"UPDATE sqlite_master SET {moved} WHERE name = 'planted'")
        connection.execute("DELETE FROM sqlite_master WHERE name = 'forged'")
        (version,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute(f"PRAGMA schema_version = {version + 1}")


def test_a_planted_index_with_forged_entries_is_refused_by_both(copy):
    plant_forged_index(copy)
    with closing(sqlite3.connect(copy)) as connection:
        told = connection.execute("SELECT DISTINCT content FROM entries WHERE kind = 'score'").fetchall()
        assert told == [('{"answer":"0"}',)], "the index should answer, or this shows nothing"
    refused_by_both(copy, "index 'planted'")


def test_entries_are_read_by_number_alone_whatever_an_index_holds(copy, monkeypatch):
    with open_ledger(copy) as opened:
        before = list(opened.entries(place="amber-vale", kinds=["score"]))
    plant_forged_index(copy)
    monkeypatch.setattr("appraisal.records.ledger.database.strangers", lambda connection: [])
    with open_ledger(copy) as opened:
        assert list(opened.entries(place="amber-vale", kinds=["score"])) == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("CREATE INDEX planted ON entries (kind, number)", "index 'planted'"),
        ("CREATE INDEX planted ON names (name, person)", "index 'planted'"),
        ("CREATE INDEX entries_never_go ON entries (kind)", "index 'entries_never_go'"),
        ("CREATE TRIGGER planted AFTER INSERT ON entries BEGIN DELETE FROM names; END", "trigger 'planted'"),
        ("CREATE VIEW planted AS SELECT * FROM entries", "view 'planted'"),
        ("CREATE VIRTUAL TABLE planted USING fts5(content)", "table 'planted'"),
        ("ALTER TABLE entries ADD COLUMN also TEXT", "table 'entries'"),
        ("ALTER TABLE entries RENAME COLUMN role TO part", "table 'entries'"),
    ],
)
def test_whatever_else_stands_in_the_file_of_a_ledger_is_refused_by_both(copy, statement, words):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(statement)
    refused_by_both(copy, words)


def test_a_guard_of_another_wording_is_refused_by_both(copy):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("DROP TRIGGER entries_never_go")
        connection.execute("CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT 1; END")
    refused_by_both(copy, "trigger 'entries_never_go'")


@pytest.mark.parametrize("kind", ["view", "virtual table"])
def test_entries_that_are_no_table_are_refused_by_both(copy, kind):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("PRAGMA legacy_alter_table = ON")
        connection.execute("ALTER TABLE entries RENAME TO kept")
        how = "VIEW entries AS SELECT * FROM kept" if kind == "view" else "VIRTUAL TABLE entries USING fts5(number)"
        connection.execute(f"CREATE {how}")
    with pytest.raises(LedgerError), open_ledger(copy):
        pass
    with pytest.raises(checker.CannotReadError):
        checker.walk_of(copy)


def test_a_ledger_of_earlier_versions_and_one_without_guards_or_with_statistics_are_opened(copy, tmp_path):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("ANALYZE")
        connection.execute("DROP TRIGGER entries_never_go")
        connection.execute("CREATE TABLE another (number INTEGER)")
    for path in (copy, Path(shutil.copy(GOLDEN, tmp_path / "golden.sqlite3"))):
        with open_ledger(path) as opened:
            assert opened.verify().is_sound
        assert checker.walk_of(path).first_bad is None


def test_the_checker_and_the_documented_format_know_the_tables_and_guards_that_we_make():
    ours = {" ".join(statement.split()) for statement in statements(sqlite.dialect())}
    assert set(checker.SCHEMA) == ours
    page = (Path(__file__).parents[2] / "docs" / "reference" / "record.md").read_text(encoding="utf-8")
    documented = page.split("```sql\n")[1].split("\n```")[0]
    assert {" ".join(statement.split()) for statement in documented.split(";\n\n")} == ours


def test_an_entry_that_a_page_passes_over_is_missed(copy):
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("DROP TRIGGER entries_never_go")
        connection.execute("DELETE FROM entries WHERE number = 12")
    with open_ledger(copy) as opened, pytest.raises(LedgerError, match="An entry is missing between 1 and 30"):
        list(opened.entries(kinds=["score"]))


def test_a_ledger_whose_end_is_read_otherwise_than_a_walk_ends_is_unsound(copy, monkeypatch):
    with open_ledger(copy) as opened:
        opened.refuse_unsound()
        before = opened.verify().head
        monkeypatch.setattr("appraisal.records.ledger.head", lambda connection: type(before)(3, "ab" * 32, None))
        with pytest.raises(LedgerError, match="ends with entry 3 or 30"):
            opened.refuse_unsound()


# On a server


@pytest.fixture
def address(postgres):
    keeper = OnAServer(postgres)
    address = keeper.new()
    with open_ledger(address, create=True):
        pass
    yield address
    keeper.close()


@pytest.mark.parametrize(
    ("statements_", "words"),
    [
        ("CREATE INDEX planted ON entries (kind, number)", "index 'planted'"),
        ("CREATE INDEX planted ON entries (lower(kind))", "index 'planted'"),
        (
            "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
            "CREATE TRIGGER planted BEFORE INSERT ON names FOR EACH ROW EXECUTE FUNCTION planted()",
            "trigger 'planted'",
        ),
        (
            "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            "DROP TRIGGER entries_never_go ON entries;"
            "CREATE TRIGGER entries_never_go BEFORE DELETE ON entries FOR EACH ROW EXECUTE FUNCTION planted()",
            "trigger 'entries_never_go'",
        ),
        ("CREATE RULE planted AS ON INSERT TO entries DO INSTEAD NOTHING", "rule 'planted'"),
        ("CREATE POLICY planted ON entries FOR SELECT USING (person <> 'p02')", "policy 'planted'"),
        ("ALTER TABLE entries ENABLE ROW LEVEL SECURITY", "row security of 'entries'"),
        ("ALTER TABLE names FORCE ROW LEVEL SECURITY", "row security of 'names'"),
        ("CREATE SCHEMA other; CREATE TABLE other.planted () INHERITS (public.entries)", "inheritance of 'entries'"),
        ("CREATE VIEW planted AS SELECT * FROM entries", "view 'planted'"),
        ("CREATE MATERIALIZED VIEW planted AS SELECT * FROM entries", "view 'planted'"),
    ],
)
def test_whatever_else_stands_on_the_tables_of_a_server_is_refused(address, statements_, words):
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        try:
            connection.execute(statements_)
            for create in (False, True):
                with (
                    pytest.raises(LedgerError, match=REFUSED.format(words)),
                    open_ledger(address, create=create),
                ):
                    pass
        finally:
            with suppress(psycopg.Error):
                connection.execute("DROP SCHEMA other CASCADE")
