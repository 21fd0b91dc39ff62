-- One row: an act between two sets of actors (all of them: `$actors`), either direction, in a span
-- of days, both inclusive; from one record, or `n` acts of a dataset that publishes counts only.
-- With `$repeats` also the further records of these acts, with n = 0.
SELECT
    acts.dataset, acts.part, acts.day, acts.source, acts.source_organ, acts.target,
    acts.target_organ, acts.scheme, acts.code, acts.goldstein_tenths, acts.n, acts.counts_only,
    acts.record_id, acts.ingest_id, acts.line, acts.act_key, acts.outlets, files.file_name
FROM acts
LEFT JOIN (SELECT ingest_id, file_name FROM ingests) AS files USING (ingest_id)
WHERE dataset = $dataset
    AND (n > 0 OR $repeats)
    AND day BETWEEN $first_day AND $last_day
    AND source IN $actors
    AND target IN $actors
    AND (
        (list_contains($sources, source) AND list_contains($targets, target))
        OR (list_contains($targets, source) AND list_contains($sources, target))
    )
