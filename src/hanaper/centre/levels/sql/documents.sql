-- One row for each document received in the month, with everything that a figure of service levels counts by. Figures are
-- sums over these rows and lists show them, so that a figure and its lines agree by construction.
--
-- Read from evidence as it was: moves that happened by `as_of`, of those that we knew at `known_at`. The trail only grows,
-- so the same question has the same answer for ever (P40).
WITH cohort AS MATERIALIZED (
    SELECT e.body_id, e.document_id, e.step AS made_by, e.at AS received_at
    FROM processes_evidence e
    WHERE e.body_id = ANY (%(bodies)s) AND e.process = %(process)s AND e.from_state = '' AND e.fiscal_year = %(year)s
      AND e.at >= %(start)s AND e.at < %(end)s AND e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
), moves AS MATERIALIZED (
    SELECT e.body_id, e.document_id, e.id, e.step, e.from_state, e.to_state, e.reason, e.at, e.waited_seconds,
           e.actor_id IS NOT NULL AS by_person, (e.at AT TIME ZONE 'Europe/London')::date AS on_day,
           min(e.id) FILTER (WHERE e.to_state = ANY (%(ready)s)) OVER document AS ready_id
    FROM cohort c JOIN processes_evidence e
      ON e.body_id = c.body_id AND e.process = %(process)s AND e.document_id = c.document_id
    WHERE e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
    WINDOW document AS (PARTITION BY e.body_id, e.document_id)
), lives AS MATERIALIZED (
    SELECT m.body_id, m.document_id,
           (array_agg(m.to_state ORDER BY m.id DESC))[1] AS state,
           (array_agg(m.at ORDER BY m.id DESC))[1] AS since,
           (array_agg(m.reason ORDER BY m.id DESC))[1] AS state_reason,
           min(m.at) FILTER (WHERE m.id = m.ready_id) AS ready_at,
           min(m.on_day) FILTER (WHERE m.to_state = %(standard_start)s) AS began_on,
           min(m.on_day) FILTER (WHERE m.to_state = %(standard_done)s) AS done_on,
           min(m.on_day) FILTER (WHERE m.to_state = %(paid)s) AS paid_on,
           count(*) FILTER (WHERE m.by_person AND m.id <= coalesce(m.ready_id, m.id) AND m.step = ANY (%(controls)s)) AS controls,
           count(*) FILTER (WHERE m.by_person AND m.id <= coalesce(m.ready_id, m.id) AND m.step <> ALL (%(controls)s)) AS hands,
           -- reopened: it left the states in which it was ready otherwise than by being paid
           min(m.at) FILTER (WHERE m.id > m.ready_id AND m.from_state = ANY (%(ready)s)
                             AND m.to_state <> %(paid)s AND m.to_state <> ALL (%(ready)s)) AS reopened_at,
           coalesce(string_agg(DISTINCT '|' || m.reason || '|', '') FILTER (WHERE m.to_state = %(held)s), '') AS held_for
    FROM moves m GROUP BY m.body_id, m.document_id
), reversals AS MATERIALIZED (
    SELECT j.body_id, j.source_id AS document_id, min(r.at) AS reversed_at
    FROM ledger_posted r JOIN ledger_posted j ON j.body_id = r.body_id AND j.id = r.reverses_id AND j.source = %(process)s
    WHERE r.body_id = ANY (%(bodies)s) AND r.reverses_id IS NOT NULL
      AND r.at >= %(start)s AND r.at <= %(as_of)s AND r.recorded_at <= %(known_at)s
    GROUP BY 1, 2
), known AS (
    SELECT c.body_id, c.document_id AS id, f.number, f.supplier, c.made_by,
           %(channels)s::jsonb ->> c.made_by AS channel, c.received_at, f.received_on,
           f.payable_pence, f.has_order, f.has_valid_file, f.has_order AND f.has_valid_file AS eligible,
           l.state, l.state_reason, l.since, l.ready_at, l.began_on, l.done_on, l.paid_on, l.controls, l.hands, l.held_for,
           l.state = ANY (%(last_states)s) AS is_over, l.state = ANY (%(refused)s) AS is_refused,
           coalesce(least(l.reopened_at, v.reversed_at) <= l.ready_at + make_interval(days => %(provisional_days)s), false) AS undone,
           (%(as_of)s::timestamptz AT TIME ZONE 'Europe/London')::date AS asked_on
    FROM cohort c
    JOIN lives l ON l.body_id = c.body_id AND l.document_id = c.document_id
    JOIN {facts} f ON f.body_id = c.body_id AND f.id = c.document_id
    LEFT JOIN reversals v ON v.body_id = c.body_id AND v.document_id = c.document_id
)
SELECT k.body_id, b.code AS body_code, b.name AS body, b.synthetic, k.id, k.number, k.supplier, coalesce(k.channel, k.made_by) AS channel,
       k.received_at, k.received_on, k.payable_pence, abs(k.payable_pence) AS value_pence, k.has_order, k.has_valid_file,
       k.eligible, k.state, k.state_reason, k.since, k.is_over, k.controls, k.hands, k.held_for,
       nullif(replace(trim(BOTH '|' FROM k.held_for), '||', ', '), '') AS held_because,
       CASE WHEN k.hands > 0 THEN 'by hand'
            WHEN k.controls > 0 THEN 'control only'
            WHEN k.ready_at IS NOT NULL AND NOT k.undone THEN 'untouched'
            WHEN k.undone THEN 'undone'
            WHEN k.is_refused THEN 'refused by rule'
            ELSE 'not ready yet' END AS touch,
       extract(epoch FROM CASE WHEN k.is_over THEN k.since ELSE %(as_of)s::timestamptz END - k.received_at)::bigint AS waited_seconds,
       hanaper.worked_through(coalesce(k.done_on, k.asked_on), %(holidays)s) - hanaper.worked_through(k.began_on, %(holidays)s)
           AS working_days,
       CASE WHEN k.is_refused OR k.began_on IS NULL THEN 'left out'
            WHEN k.is_over AND k.done_on IS NULL THEN 'left out'
            WHEN hanaper.worked_through(coalesce(k.done_on, k.asked_on), %(holidays)s)
                 - hanaper.worked_through(k.began_on, %(holidays)s) > %(standard_days)s THEN 'late'
            WHEN k.done_on IS NULL THEN 'not yet'
            ELSE 'in time' END AS in_standard,
       k.paid_on, coalesce(k.paid_on, k.asked_on) - k.received_on AS days,
       CASE WHEN k.is_refused THEN 'refused'
            WHEN k.payable_pence <= 0 OR (k.is_over AND k.paid_on IS NULL) THEN 'owes nothing' END AS left_out,
       CASE WHEN k.is_refused OR coalesce(k.payable_pence, 1) <= 0 OR (k.is_over AND k.paid_on IS NULL) THEN 'left out'
            WHEN coalesce(k.paid_on, k.asked_on) - k.received_on > %(target_days)s THEN 'late'
            WHEN k.paid_on IS NULL THEN 'not yet'
            ELSE 'in time' END AS in_target,
       CASE WHEN k.is_refused OR coalesce(k.payable_pence, 1) <= 0 OR (k.is_over AND k.paid_on IS NULL) THEN 'left out'
            WHEN coalesce(k.paid_on, k.asked_on) - k.received_on > %(limit_days)s THEN 'late'
            WHEN k.paid_on IS NULL THEN 'not yet'
            ELSE 'in time' END AS in_limit
FROM known k JOIN tenancy_body b ON b.id = k.body_id
