-- Who an account belongs to, and whether a person is made up, are settled when the row is made: rules count per person,
-- and a real person must never become one whom the demonstration page signs in.
CREATE FUNCTION hanaper.refuse_other_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the person of an account, and whether a person is made up, never change' USING ERRCODE = 'HN005';
END $$;
CREATE TRIGGER same_person BEFORE UPDATE ON identity_account
    FOR EACH ROW WHEN (OLD.person_id <> NEW.person_id OR OLD.username <> NEW.username)
    EXECUTE FUNCTION hanaper.refuse_other_person();
CREATE TRIGGER same_making BEFORE UPDATE ON identity_person
    FOR EACH ROW WHEN (OLD.synthetic <> NEW.synthetic OR OLD.created_at <> NEW.created_at)
    EXECUTE FUNCTION hanaper.refuse_other_person();

-- Changes of an account. Inside an act they are audited like any other. Outside one, somebody may look after their own
-- sign-in only (password, the end of their sessions); opening or closing an account needs an act.
CREATE FUNCTION hanaper.witness_account() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF hanaper.run() IS NOT NULL THEN
        PERFORM hanaper.audit_write(TG_TABLE_NAME, 'update', array_agg(was), array_agg(becomes))
        FROM (SELECT to_jsonb(o) - hanaper.unaudited_columns() AS was,
                     to_jsonb(n) - hanaper.unaudited_columns() AS becomes
              FROM old_rows o JOIN new_rows n ON n.id = o.id) AS change
        WHERE was <> becomes HAVING count(*) > 0;
    ELSIF EXISTS (SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id WHERE o.is_active <> n.is_active) THEN
        RAISE EXCEPTION 'no act is open: an account is neither opened nor closed' USING ERRCODE = 'HN001';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION hanaper.witness_account FROM PUBLIC;
CREATE TRIGGER witness_account AFTER UPDATE ON identity_account REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.witness_account();

-- The made-up people of a demonstration, readable before anybody has signed in. Nobody real comes out of here.
CREATE FUNCTION hanaper.demo_people()
    RETURNS TABLE (account_id bigint, person_id bigint, place smallint, title text, body text, can jsonb,
                   wrapped_key bytea, ciphertext bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.id, p.id, d.position, d.title, d.body, d.can, k.wrapped_key, n.ciphertext
    FROM identity_demopersona d
    JOIN identity_account a ON a.id = d.account_id AND a.is_active
    JOIN identity_person p ON p.id = a.person_id AND p.synthetic
    JOIN identity_personkey k ON k.person_id = p.id
    JOIN identity_persondetail n ON n.person_id = p.id AND n.field = 'name'
$$;
REVOKE ALL ON FUNCTION hanaper.demo_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.demo_people TO hanaper_app;

-- Tries, lock-outs and codes already used: what every web process must know of, for minutes. Not worth the log: after
-- a crash it starts empty.
CREATE UNLOGGED TABLE identity_recent (
    key     text PRIMARY KEY,
    value   jsonb NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX identity_recent_expires ON identity_recent (expires);
