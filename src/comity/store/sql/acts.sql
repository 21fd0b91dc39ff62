-- One row: `n` acts of one code between two organs on one day, from a record (n = 1) or from a
-- dataset that publishes counts only (`records` is null then: how many tell of them isn't known).
-- A further record of an act that has a row already is a row with n = 0. Counts of days for which
-- the same dataset has records are left out: records supersede them. An act that both sides did,
-- in a record that doesn't say who began (`both_ways` in the code-book; a test compares the codes
-- named here with it), has a row in each direction.
WITH told AS NOT MATERIALIZED (
    SELECT
        dataset, part, day, source, source_organ, target, target_organ, scheme, code,
        goldstein_tenths, 1 AS n, record_id, ingest_id, line, act_key, outlets
    FROM events
    UNION ALL
    SELECT
        dataset, part, day, source, source_organ, target, target_organ, scheme, code,
        goldstein_tenths, 0 AS n, record_id, ingest_id, line, act_key, outlets
    FROM reports
),
recorded AS (
    SELECT DISTINCT
        dataset,
        CAST(unnest(generate_series(first_day, last_day, INTERVAL 1 DAY)) AS DATE) AS day
    FROM (
        SELECT DISTINCT dataset, first_day, last_day
        FROM coverage
        WHERE "table" = 'events' AND dataset IN (SELECT dataset FROM counts)
    )
)
SELECT
    dataset, part, day, source, source_organ, target, target_organ, scheme, code,
    goldstein_tenths, n, 1 AS records, false AS counts_only, record_id, ingest_id, line,
    act_key, outlets
FROM told
UNION ALL
SELECT
    dataset, part, day, target AS source, target_organ AS source_organ, source AS target,
    source_organ AS target_organ, scheme, code, goldstein_tenths, n, 1 AS records,
    false AS counts_only, record_id, ingest_id, line, act_key, outlets
FROM told
WHERE scheme IN ('ucdp', 'acled')
    AND code IN (
        'battle',
        'armed-clash', 'government-regains-territory', 'non-state-actor-overtakes-territory'
    )
UNION ALL
SELECT
    dataset, part, day, source, source_organ, target, target_organ, scheme, code,
    goldstein_tenths, n, NULL AS records, true AS counts_only, source_file AS record_id,
    ingest_id, NULL AS line, NULL AS act_key, NULL AS outlets
FROM counts
WHERE NOT EXISTS (
    SELECT 1 FROM recorded
    WHERE recorded.dataset = counts.dataset AND recorded.day = counts.day
)
