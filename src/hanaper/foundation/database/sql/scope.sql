-- Who acts, for which bodies, when: set for one transaction by `foundation.acts`, read by every policy and trigger.
-- A setting that was once set on a connection reads '' afterwards, not null: hence nullif everywhere.

CREATE FUNCTION hanaper.setting(name text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.' || name, true), '') $$;

CREATE FUNCTION hanaper.bodies() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.bodies', true), '')::bigint[] $$;

CREATE FUNCTION hanaper.body() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.body', true), '')::bigint $$;

CREATE FUNCTION hanaper.clusters() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.clusters', true), '')::bigint[] $$;

CREATE FUNCTION hanaper.cluster() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.cluster', true), '')::bigint $$;

CREATE FUNCTION hanaper.actor() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.actor', true), '')::bigint $$;

CREATE FUNCTION hanaper.run() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('hanaper.run', true), '')::uuid $$;

-- When the act happened. For real bodies it is the clock (`hanaper.require_act` sees to it); for synthetic ones it may
-- be a made-up day. `recorded_at` beside it is always the clock.
CREATE FUNCTION hanaper.at() RETURNS timestamptz
    LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT coalesce(nullif(current_setting('hanaper.at', true), '')::timestamptz, transaction_timestamp()) $$;

-- April to March, named by the year of its April.
CREATE FUNCTION hanaper.fiscal_year(at timestamptz) RETURNS smallint
    LANGUAGE sql STABLE PARALLEL SAFE AS
    $$ SELECT extract(year FROM (at AT TIME ZONE 'Europe/London') - interval '3 months')::smallint $$;

-- What every table is: its kind decides its policies, and the catalogue test refuses a table that is not listed here.
CREATE TABLE hanaper.declared_table (
    name          text PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('tenant', 'cluster', 'person', 'reference', 'platform')),
    controller    text NOT NULL CHECK (controller <> ''),
    lawful_basis  text NOT NULL CHECK (lawful_basis <> ''),
    retention     text NOT NULL CHECK (retention <> ''),
    writes        text NOT NULL,
    audited       text NOT NULL,
    checked_set_wise text[] NOT NULL DEFAULT '{}'
);
GRANT SELECT ON hanaper.declared_table TO hanaper_app;
GRANT USAGE ON SCHEMA hanaper TO hanaper_app, hanaper_backup;
GRANT SELECT ON hanaper.declared_table TO hanaper_backup;

-- Nothing that counts is written without an act that says who, for which body and when. Refusals carry SQLSTATEs of
-- class HN, which `hanaper.foundation.database.refusals` turns into named errors.
CREATE FUNCTION hanaper.require_act() RETURNS void
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF hanaper.run() IS NULL OR (hanaper.actor() IS NULL AND hanaper.setting('automation') IS NULL) THEN
        RAISE EXCEPTION 'no act is open: nothing may be written' USING ERRCODE = 'HN001';
    END IF;
    IF abs(extract(epoch FROM transaction_timestamp() - hanaper.at())) > 300
       AND NOT coalesce((SELECT synthetic FROM tenancy_body WHERE id = hanaper.body()), false) THEN
        RAISE EXCEPTION 'an act of a real body happens now, not at %', hanaper.at() USING ERRCODE = 'HN002';
    END IF;
END $$;

-- Tables that are partitioned by fiscal year, one partition a year.
CREATE TABLE hanaper.yearly_table (name text PRIMARY KEY);

-- Makes the partitions of a fiscal year. Partitions carry no grants: rows are reached through the parent alone.
CREATE FUNCTION hanaper.open_year(year integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE parent text;
BEGIN
    IF year NOT BETWEEN 2000 AND 2200 THEN
        RAISE EXCEPTION 'fiscal year % is outside 2000 to 2200', year USING ERRCODE = 'HN003';
    END IF;
    FOR parent IN SELECT name FROM hanaper.yearly_table ORDER BY name LOOP
        IF to_regclass(format('public.%I', parent || '_' || year)) IS NULL THEN
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES IN (%s)',
                           parent || '_' || year, parent, year);
            EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, hanaper_app', parent || '_' || year);
        END IF;
    END LOOP;
END $$;
