"""What a ledger's database may hold: what we made, and nothing through which other entries could be shown or kept."""

from __future__ import annotations

import sqlalchemy as sa

from appraisal.records.ledger.tables import statements


def strangers(connection: sa.Connection) -> list[str]:
    """What in a ledger's database we did not make, in words; empty where there is nothing of the kind.

    An index holds a copy of what it covers, and a database may answer one question from it and another from the table:
    a walk along the chain would see the entries, and a run what somebody planted. A view, a trigger, a rule, a policy
    and a table that inherits do the same in other ways. A guard that is not there is no stranger.

    Args:
        connection: to a database that holds both tables of a ledger.
    """
    return _in_a_file(connection) if connection.dialect.name == "sqlite" else _on_a_server(connection)


def _in_a_file(connection: sa.Connection) -> list[str]:
    """Whatever in the file's schema is not word for word ours; SQLite goes by its words, not by what it is called."""
    ours = {tuple(text.split()[1:3]): " ".join(text.split()) for text in statements(connection.dialect)}
    found = []
    for kind, name, sql in connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all():
        said = " ".join(sql.split()) if isinstance(sql, str) else sql
        expected = ours.get((str(kind).upper(), name))
        if expected is not None:
            is_known = said == expected
        elif said is None:  # of a constraint of a table
            is_known = kind == "index" and str(name).startswith("sqlite_autoindex_")
        else:  # another table is nothing to the ledger
            is_known = kind == "table" and str(said).startswith("CREATE TABLE ")
        if not is_known:
            found.append(f"the {kind} '{name}'")
    return found


def _on_a_server(connection: sa.Connection) -> list[str]:
    found = connection.exec_driver_sql(_STRANGERS, execution_options={"no_parameters": True}).all()
    return sorted(f"the {kind} '{name}'" for kind, name in found)


_STRANGERS = """
WITH ours AS (
  SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relname IN ('entries', 'names')
)
SELECT 'index', i.relname FROM pg_index x JOIN ours ON ours.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE i.relname NOT IN ('entries_pkey', 'entries_previous_key', 'names_pkey', 'names_name_key')
  OR x.indnatts > 1 OR x.indexprs IS NOT NULL OR x.indpred IS NOT NULL
UNION ALL
SELECT 'trigger', t.tgname FROM pg_trigger t JOIN ours ON ours.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
  JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE NOT t.tgisinternal AND (n.nspname::text, t.tgname::text, p.proname::text) NOT IN (
    ('public', 'entries_never_change', 'entries_refuse'), ('public', 'entries_never_go', 'entries_refuse'),
    ('public', 'entries_only_follow', 'entries_follow'))
UNION ALL
SELECT 'rule', r.rulename FROM pg_rewrite r JOIN ours ON ours.oid = r.ev_class
UNION ALL
SELECT 'policy', p.polname FROM pg_policy p JOIN ours ON ours.oid = p.polrelid
UNION ALL
SELECT 'row security of', relname FROM ours WHERE relrowsecurity OR relforcerowsecurity
UNION ALL
SELECT 'inheritance of', ours.relname FROM pg_inherits i JOIN ours ON ours.oid IN (i.inhparent, i.inhrelid)
UNION ALL
SELECT 'sort of table of', relname FROM ours WHERE relkind <> 'r'
UNION ALL
SELECT 'view', c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')
"""
