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
    audited       boolean NOT NULL,
    checked_set_wise text[] NOT NULL DEFAULT '{}'
);
GRANT SELECT ON hanaper.declared_table TO hanaper_app;
GRANT USAGE ON SCHEMA hanaper TO hanaper_app, hanaper_backup;
GRANT SELECT ON hanaper.declared_table TO hanaper_backup;
