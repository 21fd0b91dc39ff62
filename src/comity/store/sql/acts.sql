-- One row: `n` acts of one code between two organs on one day, from a record (n = 1) or from a
-- dataset that publishes counts only. Counts of days for which the same dataset has records are
-- left out: records supersede them.
SELECT
    dataset, part, day, source, source_organ, target, target_organ, scheme, code,
    goldstein_tenths, 1 AS n, false AS counts_only, record_id,
    events.ingest_id, line
FROM events
UNION ALL
SELECT
    dataset, part, day, source, source_organ, target, target_organ, scheme, code,
    goldstein_tenths, n, true AS counts_only, source_file AS record_id,
    counts.ingest_id, NULL AS line
FROM counts
WHERE NOT EXISTS (
    SELECT 1
    FROM coverage
    WHERE coverage."table" = 'events'
        AND coverage.dataset = counts.dataset
        AND counts.day BETWEEN coverage.first_day AND coverage.last_day
)
