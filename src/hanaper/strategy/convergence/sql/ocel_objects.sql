-- The month's documents with their links, the documents at the other end, and the bodies. Ids are opaque numbers.
, links AS (
    SELECT d.process || ':' || d.body_id || ':' || d.id AS id, l.to_process || ':' || l.body_id || ':' || l.to_id AS other,
           l.to_process AS type, l.kind
    FROM documents d JOIN processes_link l ON l.body_id = d.body_id AND l.from_process = d.process AND l.from_id = d.id
    UNION
    SELECT d.process || ':' || d.body_id || ':' || d.id, l.from_process || ':' || l.body_id || ':' || l.from_id,
           l.from_process, l.kind
    FROM documents d JOIN processes_link l ON l.body_id = d.body_id AND l.to_process = d.process AND l.to_id = d.id
), objects AS (
    SELECT d.process || ':' || d.body_id || ':' || d.id AS id, d.process AS type, jsonb_build_object('number', d.number) AS attributes
    FROM documents d
    UNION ALL
    SELECT DISTINCT 'body:' || d.body_id, 'body', jsonb_build_object('code', d.body_code, 'synthetic', d.synthetic) FROM documents d
)
SELECT o.id, o.type, o.attributes,
       (SELECT jsonb_agg(jsonb_build_array(l.other, l.kind) ORDER BY l.other, l.kind) FROM links l WHERE l.id = o.id) AS relations
FROM objects o
UNION ALL
SELECT DISTINCT l.other, l.type, NULL::jsonb, NULL::jsonb FROM links l WHERE l.other NOT IN (SELECT id FROM objects)
