-- A request that is sent twice has one effect. The answer is kept in the transaction of the act itself: it is there when
-- the act is, and a failure keeps nothing. The application's role reaches these rows through the functions alone, which
-- take body and person from the act.

CREATE TABLE idempotency_key (
    body_id   bigint NOT NULL,      -- 0: an act of the platform
    id        bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,      -- 0: automation
    key       text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    digest    bytea NOT NULL,       -- of the request
    status    smallint NOT NULL,
    answer    jsonb NOT NULL,
    made_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (body_id, person_id, key)
);
CREATE INDEX idempotency_key_made ON idempotency_key (made_at);

-- Begins a request. outcome: 'new', 'same' (with the kept status and answer), 'other' (the key stands for another
-- request), or 'in flight' (the first one has not ended). Holds the key until the act ends.
CREATE FUNCTION hanaper.once_begin(given text, request bytea)
    RETURNS TABLE (outcome text, kept_status smallint, kept_answer jsonb)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    body   bigint := coalesce(hanaper.body(), 0);
    person bigint := coalesce(hanaper.actor(), 0);
    found  idempotency_key;
BEGIN
    PERFORM hanaper.require_act();
    IF NOT pg_try_advisory_xact_lock(hashtextextended('hanaper once ' || body || ' ' || person || ' ' || given, 0)) THEN
        RETURN QUERY SELECT 'in flight', NULL::smallint, NULL::jsonb;
        RETURN;
    END IF;
    -- Read after the lock: what the request before us kept is committed by now.
    SELECT * INTO found FROM idempotency_key k WHERE k.body_id = body AND k.person_id = person AND k.key = given;
    IF found.key IS NULL THEN
        RETURN QUERY SELECT 'new', NULL::smallint, NULL::jsonb;
    ELSIF found.digest <> request THEN
        RETURN QUERY SELECT 'other', NULL::smallint, NULL::jsonb;
    ELSE
        RETURN QUERY SELECT 'same', found.status, found.answer;
    END IF;
END $$;

CREATE FUNCTION hanaper.once_keep(given text, request bytea, status smallint, answer jsonb) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.require_act();
    INSERT INTO idempotency_key (body_id, person_id, key, digest, status, answer)
    VALUES (coalesce(hanaper.body(), 0), coalesce(hanaper.actor(), 0), given, request, status, answer);
END $$;

CREATE FUNCTION hanaper.once_sweep(days integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    DELETE FROM idempotency_key WHERE made_at < now() - make_interval(days => greatest(days, 1));
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
