-- Which kinds of documents the month's documents are linked to.
SELECT DISTINCT k.type, k.type AS id FROM (
    SELECT l.to_process AS type FROM documents d
    JOIN processes_link l ON l.body_id = d.body_id AND l.from_process = d.process AND l.from_id = d.id
    UNION SELECT l.from_process FROM documents d
    JOIN processes_link l ON l.body_id = d.body_id AND l.to_process = d.process AND l.to_id = d.id) AS k
