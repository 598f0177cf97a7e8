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

-- Seals what is ready for one body. Returns how many rows, or null where another pass is at work on this body.
CREATE FUNCTION hanaper.seal(body bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head    audit_head;
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    since   xid8 := hanaper.mark(body);
    pending text;
    sealed  bigint;
    stream  audit_stream;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('hanaper seal', body)) THEN
        RETURN NULL;
    END IF;
    INSERT INTO audit_head VALUES (body, 0, hanaper.genesis(body), '0', hanaper.server(), clock_timestamp())
        ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE body_id = body FOR UPDATE;
    since := hanaper.mark(body);

    SELECT string_agg(format(
        'SELECT %s::smallint AS stream, %L::boolean AS numbered, r.id, r.fiscal_year, r.xid, d.digest
           FROM %I r JOIN hanaper.%I($1, ARRAY(SELECT p.id FROM %I p WHERE p.body_id = $1 AND p.xid >= $2 AND p.xid < $3
               AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.body_id = $1 AND s.stream = %s AND s.row_id = p.id))) d
             ON d.id = r.id WHERE r.body_id = $1 AND r.xid >= $2 AND r.xid < $3',
        code, numbered, relation, digests, relation, code), ' UNION ALL ')
    INTO pending FROM audit_stream;

    EXECUTE format('
        WITH pending AS MATERIALIZED (%s),
        placed AS (
            SELECT p.*, row_number() OVER (ORDER BY xid, stream, id) AS place,
                   CASE WHEN numbered THEN coalesce((SELECT max(s.number) FROM audit_seal s
                           WHERE s.body_id = $1 AND s.stream = p.stream AND s.fiscal_year = p.fiscal_year), 0)
                       + row_number() OVER (PARTITION BY stream, fiscal_year ORDER BY xid, id) END AS number
            FROM pending p)
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

-- Bodies that have rows to seal: the sealer's round.
CREATE FUNCTION hanaper.bodies_to_seal() RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE probes text;
BEGIN
    SELECT string_agg(format('EXISTS (SELECT FROM %I r WHERE r.body_id = b.id AND r.xid >= hanaper.mark(b.id)
        AND r.xid < pg_snapshot_xmin(pg_current_snapshot()))', relation), ' OR ') INTO probes FROM audit_stream;
    RETURN QUERY EXECUTE format('SELECT b.id FROM (SELECT id FROM tenancy_body UNION ALL SELECT 0) b
        WHERE %s ORDER BY b.id', probes);
END $$;

-- Every link of a body that does not verify, in order of position. Problems: altered (the row, its number or the seal is
-- not what was sealed), missing (a sealed row is gone), gap (a position or number is skipped), unsealed (a row older
-- than the mark stands outside the chain).
CREATE FUNCTION hanaper.verify(body bigint) RETURNS TABLE (place bigint, stream_name text, row_id bigint, problem text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    stream audit_stream;
BEGIN
    RETURN QUERY
        SELECT s.expected, NULL::text, s.row_id, 'gap'
        FROM (SELECT a.row_id, a.position, row_number() OVER (ORDER BY a.position) AS expected
              FROM audit_seal a WHERE a.body_id = body) s
        WHERE s.position <> s.expected ORDER BY 1 LIMIT 1;
    RETURN QUERY
        SELECT n.position, st.name, n.row_id, 'number gap'
        FROM (SELECT a.*, row_number() OVER (PARTITION BY a.stream, a.fiscal_year ORDER BY a.number) AS expected
              FROM audit_seal a WHERE a.body_id = body AND a.number IS NOT NULL) n
        JOIN audit_stream st ON st.code = n.stream WHERE n.number <> n.expected ORDER BY 1 LIMIT 1;
    FOR stream IN SELECT * FROM audit_stream ORDER BY code LOOP
        RETURN QUERY EXECUTE format('
            WITH linked AS (
                SELECT s.*, coalesce(lag(s.link) OVER (ORDER BY s.position), hanaper.genesis($1)) AS before
                FROM audit_seal s WHERE s.body_id = $1),
            digest AS MATERIALIZED (
                SELECT d.* FROM hanaper.%1$I($1, ARRAY(SELECT r.id FROM %2$I r WHERE r.body_id = $1)) d)
            SELECT l.position, %3$L, l.row_id, CASE WHEN d.id IS NULL THEN ''missing'' ELSE ''altered'' END
            FROM linked l LEFT JOIN digest d ON d.id = l.row_id
            WHERE l.stream = %4$s AND (d.id IS NULL
                OR l.link <> sha256(l.before || hanaper.link_content(l.stream, l.row_id, l.number, d.digest)))
            UNION ALL
            SELECT NULL, %3$L, r.id, ''unsealed'' FROM %2$I r
            WHERE r.body_id = $1 AND r.xid < hanaper.mark($1)
              AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.body_id = $1 AND s.stream = %4$s AND s.row_id = r.id)
            ORDER BY 1', stream.digests, stream.relation, stream.name, stream.code)
        USING body;
    END LOOP;
END $$;

CREATE FUNCTION hanaper.audit_digests(body bigint, ids bigint[]) RETURNS TABLE (id bigint, digest bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, sha256(convert_to(ROW(e.table_name, e.row_id, e.operation, e.columns, e.digest, e.actor_id, e.automation,
               e.on_behalf_of_id, e.duty, e.run, extract(epoch FROM e.at), extract(epoch FROM e.recorded_at))::text,
               'UTF8'))
    FROM audit_entry e WHERE e.body_id = body AND e.id = ANY (ids)
$$;
INSERT INTO audit_stream VALUES (1, 'audit', 'audit_entry', 'audit_digests', false, NULL);

-- Audit details whose digest no longer fits their entry (altered), and how many are gone (disposed).
CREATE FUNCTION hanaper.verify_details(body bigint) RETURNS TABLE (entry_id bigint, problem text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, CASE WHEN d.entry_id IS NULL THEN 'disposed' ELSE 'altered' END
    FROM audit_entry e LEFT JOIN audit_detail d
      ON d.body_id = e.body_id AND d.fiscal_year = e.fiscal_year AND d.entry_id = e.id
    WHERE e.body_id = body
      AND (d.entry_id IS NULL OR e.digest <> hanaper.audit_digest(d.before, d.after))
    ORDER BY e.id
$$;
