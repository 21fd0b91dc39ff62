-- One row: an outlet (a number, never a name) that told of one of `$records` of a dataset.
SELECT DISTINCT record_id, outlet
FROM mentions
WHERE dataset = $dataset AND record_id IN (SELECT unnest($records))
