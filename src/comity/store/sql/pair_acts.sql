-- One row: an act between two sets of actors, either direction, in a span of days; both inclusive.
SELECT
    acts.*,
    ingests.file_name
FROM acts
LEFT JOIN ingests USING (ingest_id)
WHERE dataset = $dataset
    AND day BETWEEN $first_day AND $last_day
    AND (
        (list_contains($sources, source) AND list_contains($targets, target))
        OR (list_contains($targets, source) AND list_contains($sources, target))
    )
