-- Who had work done for them: of documents of the act's body that reached one of these states in [since, before), the people
-- who took a customer's step, on the document itself or on one that it is linked to ('order.raise'); and where `employees`
-- is true everybody whom the body employed on that day.
WITH finished AS (
    SELECT e.document_id, max(e.at) AS at
    FROM processes_evidence e
    WHERE e.body_id = hanaper.body() AND e.process = %(process)s AND e.to_state = ANY (%(done)s)
      AND e.from_state <> e.to_state AND e.at >= %(since)s AND e.at < %(before)s
    GROUP BY e.document_id
), near AS (
    SELECT f.document_id, %(process)s AS process, f.document_id AS other FROM finished f
    UNION
    SELECT f.document_id, l.to_process, l.to_id FROM finished f
    JOIN processes_link l ON l.body_id = hanaper.body() AND l.from_process = %(process)s AND l.from_id = f.document_id
    UNION
    SELECT f.document_id, l.from_process, l.from_id FROM finished f
    JOIN processes_link l ON l.body_id = hanaper.body() AND l.to_process = %(process)s AND l.to_id = f.document_id
)
SELECT n.document_id, e.actor_id
FROM near n
JOIN processes_evidence e ON e.body_id = hanaper.body() AND e.process = n.process AND e.document_id = n.other
WHERE e.actor_id IS NOT NULL AND e.at < %(before)s
  AND (e.process, e.step) IN (SELECT * FROM unnest(%(processes)s::text[], %(steps)s::text[]))
UNION
SELECT f.document_id, w.person_id
FROM finished f
JOIN people_employment w ON w.body_id = hanaper.body() AND w.started_on <= (f.at AT TIME ZONE 'Europe/London')::date
 AND (w.ended_on IS NULL OR w.ended_on >= (f.at AT TIME ZONE 'Europe/London')::date)
WHERE %(employees)s
