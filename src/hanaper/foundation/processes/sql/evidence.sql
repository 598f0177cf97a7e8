-- Evidence: the database writes one row for every change of a document's state, in the same transaction. A statement
-- trigger on each document table compares the rows before and after, refuses a move that the document's process version
-- does not declare or that no act stands behind, and inserts the rest. No path changes a state without leaving some.
--
-- The trigger runs with its definer's rights: an invoker's check can be blind under row security, and pass.

-- The moves that each version of each process declares; from_state '' is the making of the document. Written by migrations.
CREATE TABLE processes_move (
    process    text NOT NULL,
    version    smallint NOT NULL,
    step       text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    PRIMARY KEY (process, version, step, from_state, to_state)
);

CREATE TABLE processes_evidence (
    body_id         bigint NOT NULL,
    fiscal_year     smallint NOT NULL,
    id              bigint GENERATED ALWAYS AS IDENTITY,
    process         text NOT NULL,
    version         smallint NOT NULL,
    document_id     bigint NOT NULL,
    step            text NOT NULL,
    from_state      text NOT NULL,
    to_state        text NOT NULL,
    duty            text,
    actor_id        bigint,
    automation      text,
    on_behalf_of_id bigint,
    reason          text NOT NULL,
    at              timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    waited_seconds  bigint,
    run             uuid NOT NULL,
    xid             xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (body_id, fiscal_year, id),
    CHECK (actor_id IS NOT NULL OR automation IS NOT NULL)
) PARTITION BY LIST (fiscal_year);
CREATE INDEX processes_evidence_document ON processes_evidence (body_id, process, document_id);
CREATE INDEX processes_evidence_pending ON processes_evidence (body_id, xid);
INSERT INTO hanaper.yearly_table VALUES ('processes_evidence');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON processes_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.refuse_change();

CREATE FUNCTION hanaper.undeclared(process_code text, version smallint, from_state text, to_state text) RETURNS void
    LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'process % version % declares no move from "%" to "%" by the step "%"', process_code, version,
        from_state, to_state, coalesce(hanaper.setting('step'), '') USING ERRCODE = 'HN010';
END $$;

CREATE FUNCTION hanaper.witness_insert() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    -- Read once here: for each row they would be a third of the evidence's cost.
    happened timestamptz := hanaper.at();
    year     smallint := hanaper.fiscal_year(happened);
    stepped  text := hanaper.setting('step');
    held     text := hanaper.setting('duty');
    acting   bigint := hanaper.actor();
    rule     text := hanaper.setting('automation');
    behalf   bigint := hanaper.setting('on_behalf_of')::bigint;
    within   uuid := hanaper.run();
    bad      record;
BEGIN
    SELECT n.process_version, n.state INTO bad FROM new_rows n
    WHERE n.state_since <> happened OR NOT EXISTS (
        SELECT FROM processes_move m WHERE m.process = TG_ARGV[0] AND m.version = n.process_version
        AND m.step = stepped AND m.from_state = '' AND m.to_state = n.state);
    IF FOUND THEN
        PERFORM hanaper.require_act();
        PERFORM hanaper.undeclared(TG_ARGV[0], bad.process_version, '', bad.state);
    END IF;
    INSERT INTO processes_evidence (body_id, fiscal_year, process, version, document_id, step, from_state, to_state, duty,
                                    actor_id, automation, on_behalf_of_id, reason, at, run)
    SELECT n.body_id, year, TG_ARGV[0], n.process_version, n.id, stepped, '', n.state, held, acting, rule, behalf,
           n.state_reason, happened, within
    FROM new_rows n, hanaper.require_act();
    RETURN NULL;
END $$;

-- Without nested loops: a connection keeps the plan from its first few documents, which would then compare each row with
-- each of a large batch (20,000 took two minutes, and take a second).
CREATE FUNCTION hanaper.witness_update() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_nestloop = off AS $$
DECLARE
    happened timestamptz := hanaper.at();
    year     smallint := hanaper.fiscal_year(happened);
    stepped  text := hanaper.setting('step');
    held     text := hanaper.setting('duty');
    acting   bigint := hanaper.actor();
    rule     text := hanaper.setting('automation');
    behalf   bigint := hanaper.setting('on_behalf_of')::bigint;
    within   uuid := hanaper.run();
    bad      record;
BEGIN
    -- Without a limit, and still only the first is fetched: with one, the plan hopes to meet a bad row soon, and compares
    -- each row with each where there is none.
    SELECT o.process_version, o.state AS was, n.state AS becomes INTO bad
    FROM old_rows o LEFT JOIN new_rows n ON n.id = o.id AND n.body_id = o.body_id
    WHERE n.id IS NULL OR n.process_version <> o.process_version
       -- what belongs to a step changes with a step, and a number once given stays
       OR (n.state = o.state AND (n.state_since, n.state_reason, n.approved_digest)
                         IS DISTINCT FROM (o.state_since, o.state_reason, o.approved_digest))
       OR (n.number <> o.number AND o.number <> '')
       OR (n.state <> o.state AND n.state_since <> happened)
       OR (n.state <> o.state AND NOT EXISTS (
            SELECT FROM processes_move m WHERE m.process = TG_ARGV[0] AND m.version = o.process_version
               AND m.step = stepped AND m.from_state = o.state AND m.to_state = n.state));
    IF FOUND THEN
        PERFORM hanaper.require_act();
        PERFORM hanaper.undeclared(TG_ARGV[0], bad.process_version, bad.was, coalesce(bad.becomes, '(another body or id)'));
    END IF;
    INSERT INTO processes_evidence (body_id, fiscal_year, process, version, document_id, step, from_state, to_state, duty,
                                    actor_id, automation, on_behalf_of_id, reason, at, waited_seconds, run)
    SELECT n.body_id, year, TG_ARGV[0], n.process_version, n.id, stepped, o.state, n.state, held, acting, rule, behalf,
           n.state_reason, happened, extract(epoch FROM happened - o.state_since)::bigint, within
    FROM old_rows o JOIN new_rows n ON n.id = o.id, hanaper.require_act()
    WHERE n.state <> o.state;
    RETURN NULL;
END $$;

CREATE FUNCTION hanaper.witness_delete() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a % is never deleted: cancel it by a step of its process', TG_ARGV[0] USING ERRCODE = 'HN011';
END $$;

-- Lines made in the act that makes their document are part of that step. Any other leaves an audit entry: arguments are the
-- process of the document and the column that points at it.
CREATE FUNCTION hanaper.audit_added() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.audit_write(TG_TABLE_NAME, 'insert', array_agg(NULL::jsonb), array_agg(line))
    FROM (SELECT to_jsonb(n) AS line FROM new_rows n) AS added
    WHERE NOT EXISTS (
        SELECT FROM processes_evidence e
        WHERE e.body_id = (line ->> 'body_id')::bigint AND e.fiscal_year = hanaper.fiscal_year(hanaper.at())
          AND e.process = TG_ARGV[0] AND e.document_id = (line ->> TG_ARGV[1])::bigint
          AND e.from_state = '' AND e.xid = pg_current_xact_id())
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hanaper.audit_added FROM PUBLIC;

CREATE FUNCTION hanaper.evidence_digests(body bigint, ids bigint[]) RETURNS TABLE (id bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
    SELECT e.id, sha256(convert_to(ROW(e.process, e.version, e.document_id, e.step, e.from_state, e.to_state, e.duty,
               e.actor_id, e.automation, e.on_behalf_of_id, e.reason, extract(epoch FROM e.at),
               extract(epoch FROM e.recorded_at), e.waited_seconds, e.run)::text, 'UTF8'))
    FROM unnest(ids) AS wanted(id) JOIN processes_evidence e ON e.body_id = body AND e.id = wanted.id
$$;
INSERT INTO audit_stream VALUES (2, 'evidence', 'processes_evidence', 'evidence_digests', false, NULL);

REVOKE ALL ON FUNCTION hanaper.witness_insert, hanaper.witness_update, hanaper.witness_delete FROM PUBLIC;

-- Bodies that have documents of a table in one of these states: the automation sweep's round. Tells ids of bodies only.
CREATE FUNCTION hanaper.bodies_waiting(document_table text, states text[]) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT b.id FROM tenancy_body b WHERE EXISTS (SELECT FROM public.%I d WHERE d.body_id = b.id AND d.state = ANY ($1))
         ORDER BY b.id', document_table) USING states;
END $$;
