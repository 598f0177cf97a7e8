-- Satisfaction: what people answer is counted, and who answered what is kept nowhere. A question is a row with a person on it;
-- to answer deletes that row and adds one to a count, in one transaction that writes nothing else about the person. The
-- application's role reads none of these tables: it asks, answers and reads counts through the functions below.

-- Questions that are open. Answered, declined or over, they are deleted.
CREATE TABLE satisfaction_ask (
    body_id     bigint NOT NULL,
    id          bigint GENERATED ALWAYS AS IDENTITY,
    person_id   bigint NOT NULL,
    process     text NOT NULL,
    document_id bigint NOT NULL,
    month       date NOT NULL CHECK (extract(day FROM month) = 1),  -- in which it was asked
    until       date NOT NULL CHECK (until > month),                -- the first day on which it cannot be answered
    PRIMARY KEY (body_id, id)
);
CREATE INDEX satisfaction_ask_of ON satisfaction_ask (person_id);

-- Until when a person is not asked again, whether or not they answered.
CREATE TABLE satisfaction_quiet (
    person_id bigint PRIMARY KEY,
    until     date NOT NULL
);

-- How many were asked in a month, and how many answered in each of the three groups. closes_on: the first day on which no
-- answer can come any more; before it nothing is shown, or two looks would tell what somebody answered in between.
CREATE TABLE satisfaction_round (
    body_id    bigint NOT NULL,
    process    text NOT NULL,
    month      date NOT NULL CHECK (extract(day FROM month) = 1),
    closes_on  date NOT NULL CHECK (closes_on > month),
    asked      integer NOT NULL CHECK (asked > 0),
    promoters  integer NOT NULL DEFAULT 0 CHECK (promoters >= 0),
    passives   integer NOT NULL DEFAULT 0 CHECK (passives >= 0),
    detractors integer NOT NULL DEFAULT 0 CHECK (detractors >= 0),
    PRIMARY KEY (body_id, process, month),
    CHECK (promoters + passives + detractors <= asked)
);

-- What somebody added in words: without score, person, document or time.
CREATE TABLE satisfaction_comment (
    body_id bigint NOT NULL,
    process text NOT NULL,
    month   date NOT NULL,
    said    text NOT NULL CHECK (length(said) BETWEEN 1 AND 500)
);
CREATE INDEX satisfaction_comment_of ON satisfaction_comment (body_id, month);

CREATE FUNCTION hanaper.satisfaction_today() RETURNS date
    LANGUAGE sql STABLE AS $$ SELECT (hanaper.at() AT TIME ZONE 'Europe/London')::date $$;

-- Asks people of the act's body about documents: of each who may answer, can sign in and was not asked lately, about one of
-- theirs, by the lot of a hash. The arrays are parallel. Returns how many were asked.
CREATE FUNCTION hanaper.satisfaction_ask(processes text[], documents bigint[], people bigint[], quiet_days integer,
                                         answer_days integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    body  bigint := hanaper.body();
    today date := hanaper.satisfaction_today();
    first date := date_trunc('month', today);
    made  bigint;
BEGIN
    PERFORM hanaper.require_act();
    WITH lots AS (
        SELECT DISTINCT ON (c.person) c.person, c.process, c.document
        FROM unnest(processes, documents, people) AS c(process, document, person)
        WHERE EXISTS (SELECT FROM duties_holding h WHERE h.person_id = c.person AND h.body_id = body
                      AND h.duty = 'satisfaction.answer' AND h.valid @> today)
          AND EXISTS (SELECT FROM identity_account a WHERE a.person_id = c.person AND a.is_active)
        ORDER BY c.person, md5(c.process || ' ' || c.document || ' ' || c.person)
    ), due AS (
        INSERT INTO satisfaction_quiet AS q (person_id, until) SELECT person, today + quiet_days FROM lots
        ON CONFLICT (person_id) DO UPDATE SET until = excluded.until WHERE q.until <= today
        RETURNING person_id
    ), asks AS (
        INSERT INTO satisfaction_ask (body_id, person_id, process, document_id, month, until)
        SELECT body, l.person, l.process, l.document, first, today + answer_days
        FROM lots l JOIN due d ON d.person_id = l.person
        RETURNING process
    ), counted AS (
        INSERT INTO satisfaction_round AS r (body_id, process, month, closes_on, asked)
        SELECT body, process, first, (first + interval '1 month')::date + answer_days, count(*) FROM asks GROUP BY process
        ON CONFLICT (body_id, process, month) DO UPDATE
        SET asked = r.asked + excluded.asked, closes_on = greatest(r.closes_on, excluded.closes_on)
        RETURNING 1
    )
    SELECT count(*) INTO made FROM asks;
    RETURN made;
END $$;

-- The questions that the actor may still answer, in the bodies in scope.
CREATE FUNCTION hanaper.satisfaction_open()
    RETURNS TABLE (id bigint, body_id bigint, process text, document_id bigint, until date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.id, a.body_id, a.process, a.document_id, a.until FROM satisfaction_ask a
    WHERE a.person_id = hanaper.actor() AND a.body_id = ANY ((SELECT hanaper.bodies())::bigint[])
      AND a.until > hanaper.satisfaction_today()
    ORDER BY a.until, a.id
$$;

-- Counts the actor's answer to a question of theirs and forgets the question. score: 0 to 10, null for no answer.
-- False where there is no such open question.
CREATE FUNCTION hanaper.satisfaction_answer(ask bigint, score integer, said text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE gone satisfaction_ask;
BEGIN
    PERFORM hanaper.require_act();
    IF score NOT BETWEEN 0 AND 10 THEN
        RAISE EXCEPTION 'a score is 0 to 10, not %', score USING ERRCODE = '22003';
    END IF;
    DELETE FROM satisfaction_ask a
    WHERE a.body_id = hanaper.body() AND a.id = ask AND a.person_id = hanaper.actor()
      AND a.until > hanaper.satisfaction_today()
    RETURNING a.* INTO gone;
    IF gone.id IS NULL THEN
        RETURN false;
    END IF;
    IF score IS NOT NULL THEN
        UPDATE satisfaction_round r
        SET promoters = r.promoters + (score >= 9)::integer, detractors = r.detractors + (score <= 6)::integer,
            passives = r.passives + (score IN (7, 8))::integer
        WHERE r.body_id = gone.body_id AND r.process = gone.process AND r.month = gone.month;
        IF said <> '' THEN
            INSERT INTO satisfaction_comment VALUES (gone.body_id, gone.process, gone.month, said);
        END IF;
    END IF;
    RETURN true;
END $$;

-- Counts of months in [since, before): of each cluster whose every body is in scope (body_id null), and of each body in scope.
-- Until a round has closed, and where fewer than `fewest` answered, there is nothing but when it closes; a body that alone would
-- be left out takes the next smallest with it, since the cluster's sum would give it away. What guards people is not left to the
-- caller: below ten nothing is told whatever is asked, and of real bodies a round closes by the server's clock.
CREATE FUNCTION hanaper.satisfaction_counts(since date, before date, fewest integer)
    RETURNS TABLE (cluster_id bigint, body_id bigint, process text, month date, closes_on date, is_open boolean,
                   is_hidden boolean, synthetic boolean, asked bigint, promoters bigint, passives bigint,
                   detractors bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH seen AS (
        SELECT hanaper.bodies() AS bodies, hanaper.satisfaction_today() AS today, greatest(fewest, 10) AS least_told,
               least(hanaper.satisfaction_today(), (now() AT TIME ZONE 'Europe/London')::date) AS real_today
    ), parts AS (
        SELECT s.cluster_id, r.*, r.promoters + r.passives + r.detractors AS answered, b.synthetic, seen.least_told
        FROM seen CROSS JOIN satisfaction_round r JOIN tenancy_body b ON b.id = r.body_id
        LEFT JOIN tenancy_served s ON s.body_id = r.body_id AND s.valid @> (r.month + interval '1 month - 1 day')::date
        WHERE r.month >= since AND r.month < before
    ), ranked AS (
        SELECT p.*, count(*) FILTER (WHERE answered > 0 AND answered < least_told) OVER sums AS small,
               row_number() OVER (PARTITION BY p.cluster_id, p.process, p.month, answered >= least_told
                                  ORDER BY answered, p.body_id) AS place
        FROM parts p
        WINDOW sums AS (PARTITION BY p.cluster_id, p.process, p.month)
    ), cells AS (
        SELECT cluster_id, body_id, process, month, closes_on, asked::bigint, answered::bigint, promoters::bigint,
               passives::bigint, detractors::bigint, synthetic, synthetic AS made_up,
               answered < least_told OR (cluster_id IS NOT NULL AND small = 1 AND place = 1) AS is_hidden
        FROM ranked
        UNION ALL
        SELECT cluster_id, NULL, process, month, max(closes_on), sum(asked), sum(answered), sum(promoters), sum(passives),
               sum(detractors), bool_or(synthetic), bool_and(synthetic), sum(answered) < max(least_told)
        FROM parts WHERE cluster_id IS NOT NULL GROUP BY cluster_id, process, month
    )
    SELECT c.cluster_id, c.body_id, c.process, c.month, c.closes_on, o.is_open, c.is_hidden, c.synthetic,
           CASE WHEN told THEN c.asked END, CASE WHEN told THEN c.promoters END, CASE WHEN told THEN c.passives END,
           CASE WHEN told THEN c.detractors END
    FROM cells c CROSS JOIN seen
    CROSS JOIN LATERAL (
        SELECT c.closes_on > CASE WHEN c.made_up THEN seen.today ELSE seen.real_today END AS is_open) o
    CROSS JOIN LATERAL (SELECT NOT o.is_open AND NOT c.is_hidden AS told) t
    WHERE CASE WHEN c.body_id IS NOT NULL THEN c.body_id = ANY (seen.bodies::bigint[])
               ELSE NOT EXISTS (SELECT FROM tenancy_served s WHERE s.cluster_id = c.cluster_id
                                AND s.valid @> (c.month + interval '1 month - 1 day')::date
                                AND NOT s.body_id = ANY (seen.bodies::bigint[])) END
    ORDER BY c.process, c.month, c.cluster_id, c.body_id NULLS FIRST
$$;

-- Comments of the clusters whose counts may be told, without body, in an order that says nothing of when they came.
CREATE FUNCTION hanaper.satisfaction_comments(since date, before date, fewest integer)
    RETURNS TABLE (cluster_id bigint, process text, month date, said text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.cluster_id, t.process, t.month, c.said
    FROM hanaper.satisfaction_counts(since, before, fewest) t
    JOIN tenancy_served s ON s.cluster_id = t.cluster_id AND s.valid @> (t.month + interval '1 month - 1 day')::date
    JOIN satisfaction_comment c ON c.body_id = s.body_id AND c.process = t.process AND c.month = t.month
    WHERE t.body_id IS NULL AND NOT t.is_open AND NOT t.is_hidden
    ORDER BY t.process, t.month, t.cluster_id, md5(c.said)
$$;

-- Forgets what is over: questions past their day, quiet times past theirs, comments of months that ended `months` ago.
CREATE FUNCTION hanaper.satisfaction_forget(months integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    today date := least(hanaper.satisfaction_today(), (now() AT TIME ZONE 'Europe/London')::date);
    gone  bigint;
    total bigint := 0;
BEGIN
    PERFORM hanaper.require_act();
    DELETE FROM satisfaction_ask WHERE until <= today;
    GET DIAGNOSTICS gone = ROW_COUNT;
    total := gone;
    DELETE FROM satisfaction_quiet WHERE until <= today;
    GET DIAGNOSTICS gone = ROW_COUNT;
    total := total + gone;
    DELETE FROM satisfaction_comment WHERE month < date_trunc('month', today) - make_interval(months => greatest(months, 1));
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN total + gone;
END $$;
