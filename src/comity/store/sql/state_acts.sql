-- One row: an act of one dataset with `$state` on either side, in a span of days, both inclusive.
SELECT
    acts.dataset, acts.part, acts.day, acts.source, acts.source_organ, acts.target,
    acts.target_organ, acts.scheme, acts.code, acts.goldstein_tenths, acts.n, acts.counts_only,
    acts.record_id, acts.ingest_id, acts.line, files.file_name
FROM acts
LEFT JOIN (SELECT ingest_id, file_name FROM ingests) AS files USING (ingest_id)
WHERE dataset = $dataset
    AND n > 0
    AND day BETWEEN $first_day AND $last_day
    AND (source = $state OR target = $state)
