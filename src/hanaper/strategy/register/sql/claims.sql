-- Claims entered here. What a claim says never changes: a step moves its state, and a number is given once. Claims that stand are
-- public facts, and every reader of the register sees them, whatever their scope.

CREATE FUNCTION hanaper.claim_says(claim register_enteredclaim) RETURNS jsonb
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT to_jsonb(claim) - ARRAY['state', 'state_since', 'state_reason', 'approved_digest', 'number']
$$;

CREATE FUNCTION hanaper.claim_unchanged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF hanaper.claim_says(new) <> hanaper.claim_says(old) THEN
        RAISE EXCEPTION 'a claim is never changed: correct % by another one', old.number USING ERRCODE = 'HN005';
    END IF;
    RETURN new;
END $$;
REVOKE ALL ON FUNCTION hanaper.claim_unchanged FROM PUBLIC;
CREATE TRIGGER claim_unchanged BEFORE UPDATE ON register_enteredclaim
    FOR EACH ROW EXECUTE FUNCTION hanaper.claim_unchanged();

-- Every claim of a real body that stands, with the moment when it was checked and the body that recorded it; nobody's name.
CREATE FUNCTION hanaper.register_claims() RETURNS TABLE (
    id bigint, number varchar, kind varchar, about varchar, what varchar, value varchar, unit varchar, bound varchar,
    is_planned boolean, due varchar, as_of varchar, prices varchar, discounting varchar, net varchar,
    source_title varchar, source_publisher varchar, source_published varchar, source_at varchar, source_seen varchar,
    source_via varchar, note varchar, corrects_id bigint, version smallint, checked_at timestamptz, body_code varchar,
    body_name varchar
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.id, c.number, c.kind, c.about, c.what, c.value, c.unit, c.bound, c.is_planned, c.due, c.as_of, c.prices,
           c.discounting, c.net, c.source_title, c.source_publisher, c.source_published, c.source_at, c.source_seen,
           c.source_via, c.note, c.corrects_id, c.version, c.state_since, b.code, b.name
    FROM register_enteredclaim c JOIN tenancy_body b ON b.id = c.body_id
    WHERE c.state = 'stands' AND NOT b.synthetic
    ORDER BY c.id
$$;
