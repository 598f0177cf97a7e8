-- Effort measures the work, not the worker: by document, step and duty, to the month, without the actor, the run or the
-- moment. The application's role may add to it and read sums of it, never its rows, so that nobody joins it to a person.

CREATE TABLE processes_effort (
    body_id     bigint NOT NULL,
    month       date NOT NULL CHECK (extract(day FROM month) = 1),
    process     text NOT NULL,
    document_id bigint NOT NULL,
    step        text NOT NULL,
    duty        text NOT NULL,
    seconds     real  -- null: a person worked, and nobody saw how long
);
CREATE INDEX processes_effort_by_month ON processes_effort (body_id, month);
-- What stays of effort once its rows are deleted.
CREATE TABLE processes_effort_month (
    body_id   bigint NOT NULL,
    month     date NOT NULL,
    process   text NOT NULL,
    step      text NOT NULL,
    duty      text NOT NULL,
    acts      bigint NOT NULL,
    seen      bigint NOT NULL,
    seconds   double precision NOT NULL,
    PRIMARY KEY (body_id, month, process, step, duty)
);

CREATE FUNCTION hanaper.effort_record(process_code text, ids bigint[], step_code text, seconds_each real) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    body  bigint := hanaper.body();
    month date := date_trunc('month', hanaper.at() AT TIME ZONE 'Europe/London');
    held  text := hanaper.setting('duty');
BEGIN
    PERFORM hanaper.require_act();
    INSERT INTO processes_effort SELECT body, month, process_code, id, step_code, held, seconds_each FROM unnest(ids) AS id;
END $$;

-- Sums over the bodies in scope: acts, how many of them were seen, and the seconds seen, for months in [since, before).
CREATE FUNCTION hanaper.effort_sums(since date, before date)
    RETURNS TABLE (body_id bigint, month date, process text, step text, duty text, acts bigint, seen bigint,
                   seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.body_id, e.month, e.process, e.step, e.duty, count(*), count(e.seconds), coalesce(sum(e.seconds), 0)
    FROM processes_effort e
    WHERE e.body_id = ANY ((SELECT hanaper.bodies())::bigint[]) AND e.month >= since AND e.month < before
    GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT m.body_id, m.month, m.process, m.step, m.duty, m.acts, m.seen, m.seconds
    FROM processes_effort_month m
    WHERE m.body_id = ANY ((SELECT hanaper.bodies())::bigint[]) AND m.month >= since AND m.month < before
$$;

-- Replaces the rows of months before `before` by their sums.
CREATE FUNCTION hanaper.effort_expire(before date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone bigint;
BEGIN
    IF before > date_trunc('month', now() - interval '13 months')::date THEN
        RAISE EXCEPTION 'effort is kept 13 months: % is too late', before USING ERRCODE = 'HN012';
    END IF;
    INSERT INTO processes_effort_month
    SELECT e.body_id, e.month, e.process, e.step, e.duty, count(*), count(e.seconds), coalesce(sum(e.seconds), 0)
    FROM processes_effort e WHERE e.month < before GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (body_id, month, process, step, duty) DO UPDATE
    SET acts = processes_effort_month.acts + excluded.acts, seen = processes_effort_month.seen + excluded.seen,
        seconds = processes_effort_month.seconds + excluded.seconds;
    DELETE FROM processes_effort WHERE month < before;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
