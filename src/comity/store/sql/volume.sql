-- One row: a day of the span, both inclusive, and how many records a dataset has of it, whoever
-- acts. Two files that hold the same slot are not added up: the fuller one counts. A day without a
-- row has no volume: none of the files that cover it says how much it holds.
WITH saying AS (
    SELECT DISTINCT first_day, last_day
    FROM coverage
    WHERE dataset = $dataset
        AND "table" IN ('events', 'counts', 'volumes')
        AND first_day <= $last_day
        AND last_day >= $first_day
        AND ingest_id IN (SELECT ingest_id FROM volumes WHERE dataset = $dataset)
),
days AS (
    SELECT DISTINCT
        CAST(
            unnest(
                generate_series(
                    greatest(first_day, $first_day), least(last_day, $last_day), INTERVAL 1 DAY
                )
            ) AS DATE
        ) AS day
    FROM saying
),
slots AS (
    SELECT day, slot, max(records) AS records
    FROM volumes
    WHERE dataset = $dataset AND day BETWEEN $first_day AND $last_day
    GROUP BY day, slot
),
totals AS (
    SELECT day, CAST(sum(records) AS BIGINT) AS records FROM slots GROUP BY day
)
SELECT days.day, coalesce(totals.records, 0) AS records
FROM days
LEFT JOIN totals USING (day)
ORDER BY days.day
