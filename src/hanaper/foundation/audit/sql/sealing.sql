-- The sealer. One pass per body takes, in the order of their transactions, the rows that every running transaction has
-- left behind (below `pg_snapshot_xmin`), gives each its place in the body's chain and, where its stream is numbered,
-- its gapless number, and lets the stream fold what follows from it (balances). Posted rows never change: place and
-- number stand here. Nothing in a posting waits for this.
--
-- link(n) = sha256(link(n-1) || sha256(stream, row, number, digest of the row)); link(0) = sha256('hanaper' || body).

CREATE TABLE audit_stream (
    code     smallint PRIMARY KEY,
    name     text NOT NULL UNIQUE,
    relation text NOT NULL,             -- has body_id, id, fiscal_year, xid
    digests  text NOT NULL,             -- function (body bigint, ids bigint[]) -> (id bigint, digest bytea)
    numbered boolean NOT NULL,
    fold     text                       -- function (body bigint, after_position bigint), called after its rows are sealed
);

CREATE TABLE audit_seal (
    body_id     bigint NOT NULL,
    position    bigint NOT NULL,
    stream      smallint NOT NULL REFERENCES audit_stream (code),
    fiscal_year smallint NOT NULL,
    row_id      bigint NOT NULL,
    number      bigint,
    link        bytea NOT NULL,
    PRIMARY KEY (body_id, position)
);
CREATE UNIQUE INDEX audit_seal_row ON audit_seal (body_id, stream, row_id) INCLUDE (number);
CREATE UNIQUE INDEX audit_seal_number ON audit_seal (body_id, stream, fiscal_year, number) WHERE number IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.refuse_change();

-- How far each body's chain has come. `mark`: every row below it is sealed. `origin`: the server that gave the mark;
-- on another one (after a restore) transaction numbers begin anew, and the mark with them.
CREATE TABLE audit_head (
    body_id   bigint PRIMARY KEY,
    position  bigint NOT NULL,
    link      bytea NOT NULL,
    mark      xid8 NOT NULL,
    origin    bigint NOT NULL,
    sealed_at timestamptz NOT NULL
);

CREATE FUNCTION hanaper.genesis(body bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS
    $$ SELECT sha256(convert_to('hanaper ' || body, 'UTF8')) $$;

CREATE FUNCTION hanaper.link_content(stream smallint, row_id bigint, number bigint, digest bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(int2send(stream) || int8send(row_id) || int8send(coalesce(number, 0)) || digest) $$;

CREATE FUNCTION hanaper.chain_step(link bytea, start bytea, content bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS
    $$ BEGIN RETURN sha256(coalesce(link, start) || content); END $$;
CREATE AGGREGATE hanaper.chain (start bytea, content bytea) (SFUNC = hanaper.chain_step, STYPE = bytea);

CREATE FUNCTION hanaper.server() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT system_identifier FROM pg_control_system() $$;

-- The mark of a body on this server: rows at or above it may be unsealed.
CREATE FUNCTION hanaper.mark(body bigint) RETURNS xid8
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT coalesce((SELECT h.mark FROM audit_head h WHERE h.body_id = body AND h.origin = hanaper.server()), '0'::xid8) $$;

-- Whether a row that is seen may be sealed: every running transaction has left it behind, or it comes from another server,
-- whose numbers had come further than ours have yet (after a restore). One look: its snapshot is that of the rows.
CREATE FUNCTION hanaper.is_ready(xid xid8, horizon xid8) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT xid < horizon OR xid >= pg_snapshot_xmax(pg_current_snapshot()) $$;

-- Seals what is ready for one body. Returns how many rows, or null where another pass is at work on this body.
-- `enable_seqscan` and each OFFSET 0 keep the plan to one index look-up a row: a table that has just been filled has no
-- statistics, and the anti-join planned for a small one took 117 s over 25,000 rows instead of 0.5 s.
CREATE FUNCTION hanaper.seal(body bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    head    audit_head;
    horizon xid8;
    since   xid8;
    pending text;
    sealed  bigint;
    stream  audit_stream;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('hanaper seal', body)) THEN
        RETURN NULL;
    END IF;
    horizon := pg_snapshot_xmin(pg_current_snapshot());  -- after the lock: the pass before us is wholly behind us
    INSERT INTO audit_head VALUES (body, 0, hanaper.genesis(body), '0', hanaper.server(), clock_timestamp())
        ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE body_id = body FOR UPDATE;
    since := hanaper.mark(body);

    SELECT string_agg(format(
        'SELECT %s::smallint AS stream, %L::boolean AS numbered, r.id, r.fiscal_year, r.xid, d.digest
           FROM %I r JOIN hanaper.%I($1, ARRAY(SELECT p.id FROM %I p
               WHERE p.body_id = $1 AND p.xid >= $2 AND hanaper.is_ready(p.xid, $3)
               AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.body_id = $1 AND s.stream = %s AND s.row_id = p.id OFFSET 0))) d
             ON d.id = r.id WHERE r.body_id = $1 AND r.xid >= $2 AND hanaper.is_ready(r.xid, $3)',
        code, numbered, relation, digests, relation, code), ' UNION ALL ')
    INTO pending FROM audit_stream;

    EXECUTE format('
        WITH pending AS MATERIALIZED (%s),
        reached AS MATERIALIZED (
            SELECT p.stream, p.fiscal_year, coalesce((SELECT max(s.number) FROM audit_seal s
                       WHERE s.body_id = $1 AND s.stream = p.stream AND s.fiscal_year = p.fiscal_year), 0) AS number
            FROM (SELECT DISTINCT stream, fiscal_year FROM pending WHERE numbered) p),
        placed AS (
            SELECT p.*, row_number() OVER (ORDER BY xid, p.stream, id) AS place,
                   r.number + row_number() OVER (PARTITION BY p.stream, p.fiscal_year ORDER BY xid, id) AS number
            FROM pending p LEFT JOIN reached r ON r.stream = p.stream AND r.fiscal_year = p.fiscal_year)
        INSERT INTO audit_seal (body_id, position, stream, fiscal_year, row_id, number, link)
        SELECT $1, $4 + place, stream, fiscal_year, id, number,
               hanaper.chain($5, hanaper.link_content(stream, id, number, digest)) OVER (ORDER BY place)
        FROM placed ORDER BY place', pending)
    USING body, since, horizon, head.position, head.link;
    GET DIAGNOSTICS sealed = ROW_COUNT;

    IF sealed > 0 THEN
        FOR stream IN SELECT * FROM audit_stream WHERE fold IS NOT NULL ORDER BY code LOOP
            EXECUTE format('SELECT hanaper.%I($1, $2)', stream.fold) USING body, head.position;
        END LOOP;
    END IF;
    UPDATE audit_head SET position = head.position + sealed, mark = horizon, origin = hanaper.server(),
           link = coalesce((SELECT s.link FROM audit_seal s WHERE s.body_id = body AND s.position = head.position + sealed),
                           head.link),
           sealed_at = clock_timestamp()
    WHERE body_id = body;
    RETURN sealed;
END $$;

-- Bodies that have rows to seal: the sealer's round. `ready`: only rows that a pass would take now; otherwise also those
-- that a running transaction still holds back.
CREATE FUNCTION hanaper.bodies_unsealed(ready boolean) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE probes text;
BEGIN
    SELECT string_agg(format('EXISTS (SELECT FROM %I r WHERE r.body_id = b.id AND r.xid >= hanaper.mark(b.id)
        AND (NOT $1 OR hanaper.is_ready(r.xid, pg_snapshot_xmin(pg_current_snapshot())))
        AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.body_id = b.id AND s.stream = %s AND s.row_id = r.id OFFSET 0))',
        relation, code), ' OR ') INTO probes FROM audit_stream;
    RETURN QUERY EXECUTE format('SELECT b.id FROM (SELECT id FROM tenancy_body UNION ALL SELECT 0) b
        WHERE %s ORDER BY b.id', probes) USING ready;
END $$;

-- Every link of a body that does not verify, in order of position. Problems: altered (the row, its number or the seal is
-- not what was sealed), missing (a sealed row is gone), gap (a position is skipped), number gap (a number is skipped),
-- unsealed (a row older than the mark stands outside the chain), head (the head is not the last link).
CREATE FUNCTION hanaper.verify(body bigint) RETURNS TABLE (place bigint, stream_name text, row_id bigint, problem text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    digests  text;
    unsealed text;
BEGIN
    SELECT string_agg(format('SELECT %s::smallint AS stream, d.id, d.digest FROM hanaper.%I($1,
               ARRAY(SELECT r.id FROM %I r WHERE r.body_id = $1)) d', code, s.digests, relation), ' UNION ALL '),
           string_agg(format('SELECT NULL::bigint, %L, r.id, ''unsealed'' FROM %I r
               WHERE r.body_id = $1 AND r.xid < hanaper.mark($1) AND NOT EXISTS (
                   SELECT FROM audit_seal s WHERE s.body_id = $1 AND s.stream = %s AND s.row_id = r.id OFFSET 0)',
               name, relation, code), ' UNION ALL ')
    INTO digests, unsealed FROM audit_stream s;
    RETURN QUERY EXECUTE format('
        WITH digest AS MATERIALIZED (%s),
        linked AS (
            SELECT s.*, row_number() OVER w AS expected, coalesce(lag(s.link) OVER w, hanaper.genesis($1)) AS before
            FROM audit_seal s WHERE s.body_id = $1 WINDOW w AS (ORDER BY s.position)),
        numbered AS (
            SELECT s.*, row_number() OVER (PARTITION BY s.stream, s.fiscal_year ORDER BY s.number) AS expected
            FROM audit_seal s WHERE s.body_id = $1 AND s.number IS NOT NULL)
        SELECT * FROM (
            SELECT l.position AS place, st.name, l.row_id, CASE WHEN d.id IS NULL THEN ''missing'' ELSE ''altered'' END
            FROM linked l JOIN audit_stream st ON st.code = l.stream
            LEFT JOIN digest d ON d.stream = l.stream AND d.id = l.row_id
            WHERE d.id IS NULL OR l.link <> sha256(l.before || sha256(
                int2send(l.stream) || int8send(l.row_id) || int8send(coalesce(l.number, 0)) || d.digest))
            UNION ALL
            (SELECT l.position, st.name, l.row_id, ''gap'' FROM linked l JOIN audit_stream st ON st.code = l.stream
             WHERE l.position <> l.expected ORDER BY 1 LIMIT 1)
            UNION ALL
            (SELECT n.position, st.name, n.row_id, ''number gap'' FROM numbered n JOIN audit_stream st ON st.code = n.stream
             WHERE n.number <> n.expected ORDER BY 1 LIMIT 1)
            UNION ALL
            SELECT h.position, NULL::text, NULL::bigint, ''head'' FROM audit_head h
            LEFT JOIN audit_seal s ON s.body_id = $1
                AND s.position = (SELECT max(t.position) FROM audit_seal t WHERE t.body_id = $1)
            WHERE h.body_id = $1 AND (h.position <> coalesce(s.position, 0)
                OR h.link <> coalesce(s.link, hanaper.genesis($1)))
            UNION ALL
            SELECT s.position, NULL::text, NULL::bigint, ''head'' FROM audit_seal s WHERE s.body_id = $1 AND s.position = 1
              AND NOT EXISTS (SELECT FROM audit_head h WHERE h.body_id = $1)
            UNION ALL
            %s) AS found ORDER BY 1 NULLS LAST, 2, 3', digests, unsealed)
    USING body;
END $$;

CREATE FUNCTION hanaper.audit_digests(body bigint, ids bigint[]) RETURNS TABLE (id bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    SET plan_cache_mode = force_custom_plan AS $$
    SELECT e.id, sha256(convert_to(ROW(e.table_name, e.row_id, e.operation, e.columns, e.digest, e.actor_id, e.automation,
               e.on_behalf_of_id, e.duty, e.run, extract(epoch FROM e.at), extract(epoch FROM e.recorded_at))::text,
               'UTF8'))
    FROM unnest(ids) AS wanted(id) JOIN audit_entry e ON e.body_id = body AND e.id = wanted.id
$$;
INSERT INTO audit_stream VALUES (1, 'audit', 'audit_entry', 'audit_digests', false, NULL);

-- Removes what stood before and after in these rows of a table of the act's body, and leaves an entry that says so. The
-- entries themselves stay, and their chain goes on verifying.
CREATE FUNCTION hanaper.dispose_details(changed_table text, row_ids bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone jsonb[];
BEGIN
    PERFORM hanaper.require_act();
    WITH disposed AS (
        DELETE FROM audit_detail d USING audit_entry e
        WHERE e.body_id = coalesce(hanaper.body(), 0) AND e.table_name = changed_table AND e.row_id = ANY (row_ids)
          AND d.body_id = e.body_id AND d.fiscal_year = e.fiscal_year AND d.entry_id = e.id
        RETURNING jsonb_build_object('body_id', d.body_id, 'id', d.entry_id, 'table', changed_table) AS about)
    SELECT array_agg(about) INTO gone FROM disposed;
    IF gone IS NOT NULL THEN
        PERFORM hanaper.audit_write('audit_detail', 'delete', gone, array_fill(NULL::jsonb, ARRAY[cardinality(gone)]));
    END IF;
    RETURN coalesce(cardinality(gone), 0);
END $$;

-- Audit details that do not fit their entry: altered, missing, or disposed of by an act that left its own entry.
CREATE FUNCTION hanaper.verify_details(body bigint) RETURNS TABLE (entry_id bigint, problem text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, CASE WHEN d.entry_id IS NOT NULL THEN 'altered'
                      WHEN EXISTS (SELECT FROM audit_entry x WHERE x.body_id = body AND x.table_name = 'audit_detail'
                                   AND x.row_id = e.id AND x.operation = 'delete') THEN 'disposed'
                      ELSE 'missing' END
    FROM audit_entry e LEFT JOIN audit_detail d
      ON d.body_id = e.body_id AND d.fiscal_year = e.fiscal_year AND d.entry_id = e.id
    WHERE e.body_id = body
      AND (d.entry_id IS NULL OR e.digest <> hanaper.audit_digest(d.before, d.after))
    ORDER BY e.id
$$;

-- What the verifier and the keeper of heads read: places and links, of any body, and nothing of what they stand for.
CREATE FUNCTION hanaper.heads(bodies bigint[])
    RETURNS TABLE (body_id bigint, place bigint, link bytea, sealed_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT h.body_id, h.position, h.link, h.sealed_at FROM audit_head h
    WHERE (bodies IS NULL OR h.body_id = ANY (bodies)) AND h.position > 0 ORDER BY h.body_id
$$;

CREATE FUNCTION hanaper.links_at(body bigint, places bigint[]) RETURNS TABLE (place bigint, link bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.position, s.link FROM audit_seal s WHERE s.body_id = body AND s.position = ANY (places)
$$;

CREATE FUNCTION hanaper.chain_length(body bigint) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT count(*) FROM audit_seal s WHERE s.body_id = body $$;
