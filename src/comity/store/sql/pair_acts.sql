-- One row: an act between two sets of actors, either direction, in a span of days; both inclusive.
SELECT
    acts.*,
    files.file_name
FROM acts
LEFT JOIN (SELECT ingest_id, file_name FROM ingests) AS files USING (ingest_id)
WHERE dataset = $dataset
    AND day BETWEEN $first_day AND $last_day
    AND (
        (list_contains($sources, source) AND list_contains($targets, target))
        OR (list_contains($targets, source) AND list_contains($sources, target))
    )
