-- One row a cell of a pair: the two states and the days, or in `dropped` why it is no fact.
-- A fact is of the whole year; but where two numbers of one state tell of the same pair and year,
-- each is of the days on which both its numbers stood.
CREATE OR REPLACE TEMP TABLE judged AS
SELECT
    line, fact, source, target, value, text,
    CASE WHEN tellers > 1 AND dropped IS NULL THEN shared_from ELSE make_date(year, 1, 1) END AS day,
    CASE WHEN tellers > 1 AND dropped IS NULL THEN shared_to ELSE make_date(year + 1, 1, 1) END
        AS end_day,
    coalesce(dropped, CASE WHEN tellers > 1 AND shared_from >= shared_to THEN 'NO_STATE_THEN' END)
        AS dropped
FROM (
    SELECT
        *,
        count(*) FILTER (WHERE dropped IS NULL) OVER (PARTITION BY fact, source, target, year)
            AS tellers
    FROM (
        SELECT
            c.line,
            c.fact,
            c.year,
            s.party AS source,
            t.party AS target,
            greatest(s.first_day, t.first_day) AS shared_from,
            least(s.end_day, t.end_day) AS shared_to,
            c.value,
            c.text,
            CASE
                WHEN c.value IS NULL THEN 'NO_VALUE'
                WHEN s.party IS NULL AND NOT s.listed THEN 'UNKNOWN_SOURCE'
                WHEN t.party IS NULL AND NOT t.listed THEN 'UNKNOWN_TARGET'
                WHEN s.party IS NULL OR t.party IS NULL THEN 'NO_STATE_THEN'
                WHEN s.party = t.party THEN 'WITHIN_ONE_STATE'
            END AS dropped
        FROM cells AS c
        JOIN meanings AS s ON s.number = c.source AND s.year = c.year
        JOIN meanings AS t ON t.number = c.target AND t.year = c.year
    )
)
