-- One row: an act of one dataset with `$state` on either side, in a span of days, both inclusive.
SELECT
    acts.*,
    files.file_name
FROM acts
LEFT JOIN (SELECT ingest_id, file_name FROM ingests) AS files USING (ingest_id)
WHERE dataset = $dataset
    AND day BETWEEN $first_day AND $last_day
    AND (source = $state OR target = $state)
