-- One row: on how many days the volumes of a file tell how much news there was, as it was last read.
SELECT count(DISTINCT day) AS days
FROM volumes
WHERE ingest_id = (
    SELECT ingest_id FROM ingests WHERE file_name = $file ORDER BY ingested_at DESC LIMIT 1
)
