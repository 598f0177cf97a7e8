-- Bank accounts, National Insurance numbers and dates of birth: the application may not read these tables. It asks the
-- functions here, which see the bodies in scope, answer only an act that says what it is for, and log the asking (P16, P39).

-- A rule may ask, and whoever acts under one of these duties; an employee's own pages and any other duty of the body may not.
CREATE FUNCTION hanaper.acts_for(duties text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(hanaper.setting('automation') IS NOT NULL OR hanaper.setting('duty') LIKE ANY (duties), false)
$$;
CREATE FUNCTION hanaper.require_duty(duties text[]) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT hanaper.acts_for(duties) THEN
        RAISE EXCEPTION 'guarded data is not for this duty' USING ERRCODE = 'HN062';
    END IF;
END $$;

-- One entry for each question, however many people it is about.
CREATE FUNCTION hanaper.log_reading(what text, purpose text, ids bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.require_act();
    IF coalesce(purpose, '') = '' THEN
        RAISE EXCEPTION 'guarded data is read for a stated purpose' USING ERRCODE = 'HN061';
    END IF;
    INSERT INTO people_reading (body_id, at, recorded_at, actor_id, automation, duty, run, what, purpose, people, digest)
    SELECT b, hanaper.at(), clock_timestamp(), hanaper.actor(), hanaper.setting('automation'), hanaper.setting('duty'),
           hanaper.run(), what, purpose, cardinality(ids),
           sha256(convert_to(coalesce((SELECT string_agg(i::text, ',' ORDER BY i) FROM unnest(ids) AS i), ''), 'UTF8'))
    FROM unnest(hanaper.bodies()) AS b
    WHERE b = hanaper.body() OR (hanaper.body() IS NULL AND cardinality(ids) > 0);
END $$;

-- The accounts in force on a day, of these employments of the act's body.
CREATE FUNCTION hanaper.pay_accounts(employments bigint[], on_day date, purpose text)
    RETURNS TABLE (employment_id bigint, holder_name text, sort_code text, account_number text, roll_number text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.require_duty('{pay-run.calculate,pay-run.submit,payment-run.%,employee-bank.approve}');
    PERFORM hanaper.log_reading('bank', purpose, employments);
    RETURN QUERY
    SELECT a.employment_id, a.holder_name::text, a.sort_code::text, a.account_number::text, a.roll_number::text
    FROM people_bankaccount a
    WHERE a.body_id = hanaper.body() AND a.employment_id = ANY (employments) AND a.valid @> on_day;
END $$;

-- Which of these employments have an account on a day, whose account changed since an earlier day, and who shares an
-- account with somebody else of the body. Nothing that identifies an account leaves here, so that nothing is logged.
CREATE FUNCTION hanaper.pay_account_facts(employments bigint[], on_day date, since date)
    RETURNS TABLE (employment_id bigint, changed boolean, shared boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.employment_id,
           lower(a.valid) > since AND EXISTS (
               SELECT FROM people_bankaccount x WHERE x.body_id = a.body_id AND x.employment_id = a.employment_id
               AND x.valid IS NOT NULL AND upper(x.valid) = lower(a.valid)),
           EXISTS (SELECT FROM people_bankaccount o JOIN people_employment oe ON oe.body_id = o.body_id AND oe.id = o.employment_id
                   WHERE o.body_id = a.body_id AND o.sort_code = a.sort_code AND o.account_number = a.account_number
                   AND o.roll_number = a.roll_number AND o.valid @> on_day AND o.employment_id <> a.employment_id
                   AND oe.person_id <> e.person_id)
    FROM people_bankaccount a JOIN people_employment e ON e.body_id = a.body_id AND e.id = a.employment_id
    WHERE a.body_id = hanaper.body() AND a.employment_id = ANY (employments) AND a.valid @> on_day
      AND hanaper.acts_for('{pay-run.%,employee-bank.approve}')
$$;

-- Which of these employments are paid to one of the accounts given, each as sort code and number in one text: for
-- comparing with accounts that others hold (suppliers), without showing either side the other's.
CREATE FUNCTION hanaper.pay_accounts_among(employments bigint[], on_day date, accounts text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.employment_id FROM people_bankaccount a
    WHERE a.body_id = hanaper.body() AND a.employment_id = ANY (employments) AND a.valid @> on_day
      AND a.sort_code || a.account_number = ANY (accounts) AND hanaper.acts_for('{pay-run.%}')
$$;

-- Records accounts of the act's body: in force from a day where `from_day` is given, else only proposed. Answers their ids.
-- What would have been in force from that day or later stays, in force on no day.
CREATE FUNCTION hanaper.pay_accounts_put(
    employments bigint[], holders text[], sort_codes text[], numbers text[], rolls text[], from_day date
) RETURNS bigint[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE made bigint[];
BEGIN
    PERFORM hanaper.require_act();
    PERFORM hanaper.require_duty(CASE WHEN from_day IS NULL THEN '{employee-bank.propose}'::text[] ELSE '{pay-facts.set}' END);
    IF EXISTS (SELECT FROM unnest(employments) AS e WHERE NOT EXISTS (
               SELECT FROM people_employment x WHERE x.body_id = hanaper.body() AND x.id = e)) THEN
        RAISE EXCEPTION 'an account is for an employment of the body' USING ERRCODE = 'HN022';
    END IF;
    IF from_day IS NOT NULL THEN
        UPDATE people_bankaccount a SET valid = daterange(lower(a.valid), from_day)
        WHERE a.body_id = hanaper.body() AND a.employment_id = ANY (employments) AND a.valid @> from_day AND lower(a.valid) < from_day;
        UPDATE people_bankaccount a SET valid = 'empty' WHERE a.body_id = hanaper.body() AND a.employment_id = ANY (employments)
          AND lower(a.valid) >= from_day;
    END IF;
    WITH inserted AS (
        INSERT INTO people_bankaccount (body_id, employment_id, holder_name, sort_code, account_number, roll_number, valid, recorded_at)
        SELECT hanaper.body(), u.e, u.h, u.s, u.n, u.r, CASE WHEN from_day IS NULL THEN NULL ELSE daterange(from_day, NULL) END, hanaper.at()
        FROM unnest(employments, holders, sort_codes, numbers, rolls) WITH ORDINALITY AS u(e, h, s, n, r, place) ORDER BY u.place
        RETURNING id)
    SELECT array_agg(id ORDER BY id) INTO made FROM inserted;
    RETURN made;
END $$;

-- Whether another person of the body is, was or will be paid to the account of a proposal. Shows nothing of the account, so that
-- nothing is logged.
CREATE FUNCTION hanaper.proposed_account_shared(change bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM people_bankchange c
        JOIN people_bankaccount a ON a.body_id = c.body_id AND a.id = c.account_id
        JOIN people_employment e ON e.body_id = c.body_id AND e.id = c.employment_id
        JOIN people_bankaccount o ON o.body_id = a.body_id AND o.sort_code = a.sort_code AND o.account_number = a.account_number
             AND o.roll_number = a.roll_number AND o.id <> a.id
        JOIN people_employment oe ON oe.body_id = o.body_id AND oe.id = o.employment_id AND oe.person_id <> e.person_id
        WHERE c.body_id = ANY (hanaper.bodies()) AND c.id = change AND hanaper.acts_for('{employee-bank.approve}'))
$$;

-- An approved change takes effect: the database does it, whatever path the approval took.
CREATE FUNCTION hanaper.employee_bank_takes_effect() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE people_bankaccount a SET valid = daterange(lower(a.valid), n.from_on)
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.state = 'approved' AND o.state <> 'approved' AND a.body_id = n.body_id AND a.employment_id = n.employment_id
      AND a.valid @> n.from_on AND lower(a.valid) < n.from_on;
    -- Approved before, to begin on this day or later: it gives way, and stays, in force on no day.
    UPDATE people_bankaccount a SET valid = 'empty'
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.state = 'approved' AND o.state <> 'approved' AND a.body_id = n.body_id AND a.employment_id = n.employment_id
      AND lower(a.valid) >= n.from_on AND a.id <> n.account_id;
    UPDATE people_bankaccount a SET valid = daterange(n.from_on, NULL)
    FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.state = 'approved' AND o.state <> 'approved' AND a.body_id = n.body_id AND a.id = n.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER takes_effect AFTER UPDATE ON people_bankchange REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hanaper.employee_bank_takes_effect();
REVOKE ALL ON FUNCTION hanaper.employee_bank_takes_effect FROM PUBLIC;

CREATE FUNCTION hanaper.identity_put(people bigint[], numbers text[], births date[], sexes text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.require_act();
    PERFORM hanaper.require_duty('{employee.create,employee.maintain}');
    INSERT INTO people_nationalinsurance (body_id, person_id, nino, born_on, sex)
    SELECT hanaper.body(), u.p, coalesce(u.n, ''), u.b, u.s FROM unnest(people, numbers, births, sexes) AS u(p, n, b, s)
    ON CONFLICT (body_id, person_id) DO UPDATE SET nino = excluded.nino, born_on = excluded.born_on, sex = excluded.sex;
END $$;

CREATE FUNCTION hanaper.identity_facts(people bigint[], purpose text)
    RETURNS TABLE (person_id bigint, nino text, born_on date, sex text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hanaper.require_duty('{pay-run.calculate,pay-run.submit,employee.create,employee.maintain}');
    PERFORM hanaper.log_reading('identity', purpose, people);
    RETURN QUERY SELECT n.person_id, n.nino::text, n.born_on, n.sex::text FROM people_nationalinsurance n
    WHERE n.body_id = hanaper.body() AND n.person_id = ANY (people);
END $$;

-- The employments of the act's body whose person has this National Insurance number. Shows nothing else.
CREATE FUNCTION hanaper.employments_of_nino(wanted text) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id FROM people_nationalinsurance n JOIN people_employment e ON e.body_id = n.body_id AND e.person_id = n.person_id
    WHERE n.body_id = hanaper.body() AND n.nino = wanted AND wanted <> ''
      AND hanaper.acts_for('{pay-run.submit,pay-facts.set,employee.create,employee.maintain}') ORDER BY e.id
$$;

-- Match or new, and nothing else: the people, known to government once, who have these numbers and dates of birth, whichever
-- body employs them, each by its place in the arrays. Who matches nobody is not there.
CREATE FUNCTION hanaper.people_match(numbers text[], births date[]) RETURNS TABLE (place bigint, person_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.place, min(n.person_id) FROM unnest(numbers, births) WITH ORDINALITY AS u(number, birth, place)
    JOIN people_nationalinsurance n ON n.nino = u.number AND n.born_on = u.birth
    WHERE u.number <> '' AND hanaper.setting('duty') = 'employee.create' GROUP BY u.place
$$;

REVOKE ALL ON FUNCTION hanaper.log_reading, hanaper.pay_accounts, hanaper.pay_account_facts, hanaper.pay_accounts_among,
    hanaper.proposed_account_shared, hanaper.pay_accounts_put, hanaper.identity_put, hanaper.identity_facts, hanaper.employments_of_nino, hanaper.people_match
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hanaper.pay_accounts, hanaper.pay_account_facts, hanaper.pay_accounts_among, hanaper.proposed_account_shared,
    hanaper.pay_accounts_put,
    hanaper.identity_put, hanaper.identity_facts, hanaper.employments_of_nino, hanaper.people_match TO hanaper_app;
