-- The tables of a ledger and their guards. Generated: tests/records/test_ledger_on_a_server.py.

SET search_path = public, pg_temp;

CREATE TABLE entries (
	number INTEGER NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	place TEXT COLLATE "C" NOT NULL,
	person TEXT COLLATE "C" NOT NULL,
	entered_at TEXT COLLATE "C" NOT NULL,
	cast_on TEXT COLLATE "C",
	entered_by TEXT COLLATE "C" NOT NULL,
	on_behalf_of TEXT COLLATE "C",
	role TEXT COLLATE "C" NOT NULL,
	route TEXT COLLATE "C" NOT NULL,
	content TEXT COLLATE "C" NOT NULL,
	salt TEXT COLLATE "C" NOT NULL,
	previous TEXT COLLATE "C" NOT NULL,
	hash TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (number),
	UNIQUE (previous)
);

CREATE TABLE names (
	person TEXT COLLATE "C" NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (person),
	UNIQUE (name)
);

CREATE FUNCTION public.entries_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = TG_ARGV[0];
END $$;

CREATE FUNCTION public.entries_follow() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  last record;
  refusal text;
BEGIN
  SELECT * INTO last FROM public.entries ORDER BY number DESC LIMIT 1;
  IF EXISTS (SELECT FROM public.entries WHERE number = NEW.number) THEN
    refusal := 'there is an entry with this number already';
  ELSIF NEW.number IS DISTINCT FROM coalesce(last.number, 0) + 1 THEN
    refusal := 'an entry takes the next number';
  ELSIF NEW.previous IS DISTINCT FROM coalesce(last.hash, '0000000000000000000000000000000000000000000000000000000000000000') THEN
    refusal := 'an entry follows from the last one';
  ELSE
    RETURN NEW;
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = refusal;
END $$;

CREATE TRIGGER entries_never_change BEFORE UPDATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.entries_refuse('an entry is never changed');

CREATE TRIGGER entries_never_go BEFORE DELETE OR TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.entries_refuse('an entry is never deleted');

CREATE TRIGGER entries_only_follow BEFORE INSERT ON public.entries FOR EACH ROW EXECUTE FUNCTION public.entries_follow();

ALTER TABLE public.entries ENABLE ALWAYS TRIGGER entries_never_change;

ALTER TABLE public.entries ENABLE ALWAYS TRIGGER entries_never_go;

ALTER TABLE public.entries ENABLE ALWAYS TRIGGER entries_only_follow;
