-- One row: a dataset of the lake, in one of its tables: rows, days covered, terms, last ingest.
WITH held AS (
    SELECT dataset, 'events' AS "table", count(*) AS row_count FROM events GROUP BY dataset
    UNION ALL SELECT dataset, 'counts', count(*) FROM counts GROUP BY dataset
    UNION ALL SELECT dataset, 'votes', count(*) FROM votes GROUP BY dataset
    UNION ALL SELECT dataset, 'roll_calls', count(*) FROM roll_calls GROUP BY dataset
    UNION ALL SELECT dataset, 'memberships', count(*) FROM memberships GROUP BY dataset
    UNION ALL SELECT dataset, 'agreements', count(*) FROM agreements GROUP BY dataset
    UNION ALL SELECT dataset, 'dyad_facts', count(*) FROM dyad_facts GROUP BY dataset
    UNION ALL SELECT dataset, 'state_facts', count(*) FROM state_facts GROUP BY dataset
    UNION ALL SELECT dataset, 'reports', count(*) FROM reports GROUP BY dataset
    UNION ALL SELECT dataset, 'mentions', count(*) FROM mentions GROUP BY dataset
    UNION ALL SELECT dataset, 'volumes', count(*) FROM volumes GROUP BY dataset
),
spans AS (
    SELECT
        dataset, "table", min(first_day) AS first_day, max(last_day) AS last_day,
        string_agg(DISTINCT part, ', ' ORDER BY part) AS parts
    FROM coverage
    GROUP BY dataset, "table"
),
terms AS (
    SELECT
        dataset,
        string_agg(DISTINCT title, '; ' ORDER BY title) AS title,
        string_agg(DISTINCT publisher, '; ' ORDER BY publisher) AS publisher,
        string_agg(DISTINCT licence, '; ' ORDER BY licence) AS licence,
        string_agg(DISTINCT citation, '; ' ORDER BY citation) AS citation,
        string_agg(DISTINCT url, '; ' ORDER BY url) AS url
    FROM sources
    GROUP BY dataset
),
latest AS (
    SELECT dataset, max(ingested_at) AS last_ingest
    FROM (
        SELECT unnest(CAST(CAST(datasets AS JSON) AS VARCHAR[])) AS dataset, ingested_at
        FROM ingests
    )
    GROUP BY dataset
)
SELECT
    held.dataset, held."table", held.row_count AS "rows", spans.first_day, spans.last_day,
    spans.parts, terms.title, terms.publisher, terms.licence, terms.citation, terms.url,
    latest.last_ingest
FROM held
LEFT JOIN spans USING (dataset, "table")
LEFT JOIN terms USING (dataset)
LEFT JOIN latest USING (dataset)
ORDER BY held.dataset, held."table"
