-- The steps of the month's documents. Who took one is not said, only whether a person did.
SELECT 'step:' || e.body_id || ':' || e.id AS id, e.step, e.from_state, e.to_state, e.reason, e.at,
       e.actor_id IS NOT NULL AS by_person,
       d.process || ':' || d.body_id || ':' || d.id AS document, 'body:' || d.body_id AS body
FROM documents d JOIN processes_evidence e ON e.body_id = d.body_id AND e.process = d.process AND e.document_id = d.id
WHERE e.at <= %(as_of)s AND e.recorded_at <= %(known_at)s
