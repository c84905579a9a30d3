"""What the database itself refuses to do to the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from appraisal.model.entries import FIRST_PREVIOUS

_NEVER_CHANGED, _NEVER_DELETED = "an entry is never changed", "an entry is never deleted"
_TAKEN, _NEXT = "there is an entry with this number already", "an entry takes the next number"
_FOLLOWS = "an entry follows from the last one"

# INSERT OR REPLACE deletes rows without firing a delete trigger, so every insert but that of the next entry is refused.
_SQLITE = (
    f"CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, '{_NEVER_CHANGED}'); END",
    f"CREATE TRIGGER entries_never_go BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, '{_NEVER_DELETED}'); END",
    "CREATE TRIGGER entries_only_follow BEFORE INSERT ON entries BEGIN"
    f" SELECT RAISE(ABORT, '{_TAKEN}') WHERE EXISTS (SELECT 1 FROM entries WHERE number = NEW.number);"
    f" SELECT RAISE(ABORT, '{_NEXT}')"
    " WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries);"
    f" SELECT RAISE(ABORT, '{_FOLLOWS}') WHERE NEW.previous IS NOT"
    f" coalesce((SELECT hash FROM entries ORDER BY number DESC LIMIT 1), '{FIRST_PREVIOUS}'); END",
)

# The tables are named with their schema, so that nobody's temporary table of the same name can stand in for them, and
# the triggers fire ALWAYS, so in a session that takes itself for a replica too.
_POSTGRESQL = (
    "CREATE FUNCTION public.entries_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$\n"
    "BEGIN\n"
    "  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = TG_ARGV[0];\n"
    "END $$",
    "CREATE FUNCTION public.entries_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$\n"
    "DECLARE\n"
    "  last record;\n"
    "  refusal text;\n"
    "BEGIN\n"
    "  SELECT * INTO last FROM public.entries ORDER BY number DESC LIMIT 1;\n"
    "  IF EXISTS (SELECT FROM public.entries WHERE number = NEW.number) THEN\n"
    f"    refusal := '{_TAKEN}';\n"
    "  ELSIF NEW.number IS DISTINCT FROM coalesce(last.number, 0) + 1 THEN\n"
    f"    refusal := '{_NEXT}';\n"
    f"  ELSIF NEW.previous IS DISTINCT FROM coalesce(last.hash, '{FIRST_PREVIOUS}') THEN\n"
    f"    refusal := '{_FOLLOWS}';\n"
    "  ELSE\n"
    "    RETURN NEW;\n"
    "  END IF;\n"
    "  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = refusal;\n"
    "END $$",
    "CREATE TRIGGER entries_never_change BEFORE UPDATE ON public.entries"
    f" FOR EACH STATEMENT EXECUTE FUNCTION public.entries_refuse('{_NEVER_CHANGED}')",
    "CREATE TRIGGER entries_never_go BEFORE DELETE OR TRUNCATE ON public.entries"
    f" FOR EACH STATEMENT EXECUTE FUNCTION public.entries_refuse('{_NEVER_DELETED}')",
    "CREATE TRIGGER entries_only_follow BEFORE INSERT ON public.entries"
    " FOR EACH ROW EXECUTE FUNCTION public.entries_follow()",
    *(
        f"ALTER TABLE public.entries ENABLE ALWAYS TRIGGER {name}"
        for name in ("entries_never_change", "entries_never_go", "entries_only_follow")
    ),
)

GUARDS: Mapping[str, tuple[str, ...]] = MappingProxyType({"sqlite": _SQLITE, "postgresql": _POSTGRESQL})
"""For each kind of database, the statements that make it refuse to change, delete or replace an entry."""
