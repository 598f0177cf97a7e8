-- Audit of every change that is not a step. The entry holds opaque ids, column names and a digest; what stood before
-- and after stands in a detail row that a disposal may remove: the chain then still verifies, and says "disposed".
-- Body 0 is the platform itself.

CREATE TABLE audit_entry (
    body_id         bigint NOT NULL,
    fiscal_year     smallint NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    table_name      text NOT NULL,
    row_id          bigint NOT NULL,
    operation       text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
    columns         text[] NOT NULL,
    digest          bytea NOT NULL,
    actor_id        bigint,
    automation      text,
    on_behalf_of_id bigint,
    duty            text,
    run             uuid NOT NULL,
    at              timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (body_id, fiscal_year, id)
) PARTITION BY LIST (fiscal_year);
CREATE INDEX audit_entry_row ON audit_entry (table_name, row_id);
CREATE INDEX audit_entry_pending ON audit_entry (body_id, xid);

CREATE TABLE audit_detail (
    body_id     bigint NOT NULL,
    fiscal_year smallint NOT NULL,
    entry_id    bigint NOT NULL,
    before      jsonb,
    after       jsonb,
    PRIMARY KEY (body_id, fiscal_year, entry_id)
) PARTITION BY LIST (fiscal_year);

INSERT INTO hanaper.yearly_table VALUES ('audit_entry'), ('audit_detail');

-- Columns of a document whose change is witnessed as a step, or is the machine's own. Elsewhere a column of such a name is
-- audited like any other.
CREATE FUNCTION hanaper.unaudited_columns() RETURNS text[] LANGUAGE sql IMMUTABLE AS
    $$ SELECT ARRAY['state', 'state_since', 'state_reason', 'process_version', 'number', 'approved_digest',
                    'last_login'] $$;

CREATE FUNCTION hanaper.audit_digest(before jsonb, after jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS
    $$ SELECT sha256(convert_to(coalesce(before::text, '') || '>' || coalesce(after::text, ''), 'UTF8')) $$;

-- One statement's changes. A password is never copied, though its change is named.
CREATE FUNCTION hanaper.audit_write(changed_table text, kind text, befores jsonb[], afters jsonb[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- By itself, not in a column that nobody reads: the planner leaves such a column out.
    PERFORM hanaper.require_act();
    WITH change AS (
        SELECT nextval(pg_get_serial_sequence('public.audit_entry', 'id')) AS id,
               coalesce(c.after, c.before) AS row, moved.columns,
               CASE WHEN kind = 'insert' THEN NULL ELSE hanaper.pick(c.before, moved.columns) END AS before,
               CASE WHEN kind = 'delete' THEN NULL ELSE hanaper.pick(c.after, moved.columns) END AS after
        FROM unnest(befores, afters) AS c(before, after),
        LATERAL (
            SELECT array_agg(key ORDER BY key) AS columns
            FROM jsonb_object_keys(coalesce(c.after, c.before)) AS key
            WHERE kind <> 'update' OR c.before -> key IS DISTINCT FROM c.after -> key
        ) AS moved
        WHERE moved.columns IS NOT NULL
    ), entry AS (
        INSERT INTO audit_entry (body_id, fiscal_year, id, table_name, row_id, operation, columns, digest, actor_id,
                                 automation, on_behalf_of_id, duty, run, at)
        OVERRIDING SYSTEM VALUE
        SELECT coalesce((row ->> 'body_id')::bigint, 0), hanaper.fiscal_year(hanaper.at()), id, changed_table,
               coalesce((row ->> 'id')::bigint, 0), kind, columns, hanaper.audit_digest(before, after),
               hanaper.actor(), hanaper.setting('automation'), hanaper.setting('on_behalf_of')::bigint,
               hanaper.setting('duty'), hanaper.run(), hanaper.at()
        FROM change
    )
    INSERT INTO audit_detail
    SELECT coalesce((row ->> 'body_id')::bigint, 0), hanaper.fiscal_year(hanaper.at()), id, before, after FROM change;
END $$;

CREATE FUNCTION hanaper.pick(whole jsonb, names text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_object_agg(name, CASE name WHEN 'password' THEN '"(not shown)"'::jsonb ELSE whole -> name END)
    FROM unnest(names) AS name
$$;

CREATE FUNCTION hanaper.audit_insert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.audit_write(TG_TABLE_NAME, 'insert', array_agg(NULL::jsonb), array_agg(to_jsonb(n)))
    FROM new_rows n HAVING count(*) > 0;
    RETURN NULL;
END $$;

-- Without nested loops, for the sake of large batches: see `hanaper.witness_update`.
CREATE FUNCTION hanaper.audit_update() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_nestloop = off AS $$
DECLARE
    unaudited text[] := CASE WHEN TG_NARGS > 0 THEN hanaper.unaudited_columns() ELSE ARRAY['last_login'] END;
    differs   text;
    changed   boolean := true;
BEGIN
    -- Where many rows are updated at once, most often all of them have only moved on: look at their columns as they are
    -- before making JSON of them, which took longer than moving them. (For a few rows, planning this would.)
    IF (SELECT count(*) FROM old_rows) > 100 THEN
        SELECT string_agg(format('o.%1$I IS DISTINCT FROM n.%1$I', attname), ' OR ') INTO differs FROM pg_attribute
        WHERE attrelid = TG_RELID AND attnum > 0 AND NOT attisdropped AND attname <> ALL (unaudited);
        -- Counted: a plan that hopes to meet the first one soon compares each row with each where there is none.
        EXECUTE 'SELECT count(*) > 0 FROM old_rows o JOIN new_rows n ON n.id = o.id WHERE ' || differs INTO changed;
    END IF;
    -- Rows that only moved on are evidence's business: pass them by before anything is copied.
    PERFORM hanaper.audit_write(TG_TABLE_NAME, 'update', array_agg(was), array_agg(becomes))
    FROM (SELECT to_jsonb(o) - unaudited AS was, to_jsonb(n) - unaudited AS becomes
          FROM old_rows o JOIN new_rows n ON n.id = o.id WHERE changed) AS change
    WHERE was <> becomes HAVING count(*) > 0;
    IF (SELECT count(*) FROM old_rows o LEFT JOIN new_rows n ON n.id = o.id WHERE n.id IS NULL) > 0 THEN
        RAISE EXCEPTION 'the id of a row of % never changes', TG_TABLE_NAME USING ERRCODE = 'HN004';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION hanaper.audit_delete() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.audit_write(TG_TABLE_NAME, 'delete', array_agg(to_jsonb(o)), array_agg(NULL::jsonb))
    FROM old_rows o HAVING count(*) > 0;
    RETURN NULL;
END $$;

-- The two steps inside a trigger are not for callers.
REVOKE ALL ON FUNCTION hanaper.audit_write FROM PUBLIC;
REVOKE ALL ON FUNCTION hanaper.audit_insert, hanaper.audit_update, hanaper.audit_delete FROM PUBLIC;

-- Append-only, even for the owner: what is written stays. Detail rows go by `hanaper.dispose_details` alone.
CREATE FUNCTION hanaper.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'HN005';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.refuse_change();
